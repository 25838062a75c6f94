// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/** Shows the memory of a buffer allocator. Stateless. */
public final class AllocatorMemory {

    private AllocatorMemory() {}

    /** Lets the metrics read this allocator; without effect for one that does not count. Thread-safe. */
    public static void watch(ByteBufAllocator allocator, ServerMetrics metrics) {
        if (allocator instanceof ByteBufAllocatorMetricProvider provider) {
            ByteBufAllocatorMetric metric = provider.metric();
            metrics.readAllocatorFrom(metric::usedDirectMemory, metric::usedHeapMemory);
        }
    }
}
