// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The meters of the server: the catalogue ({@link chat.server.metrics.ChatMeter}), the facade that the rest of the
 * server counts with ({@link chat.server.metrics.ServerMetrics}), and their way to Prometheus.
 *
 * <p>Counting is thread-safe, does not wait and does not allocate. May import the JDK, Micrometer and Netty's event
 * loops and allocators, and no other package of the server.
 */
@NullMarked
package chat.server.metrics;

import org.jspecify.annotations.NullMarked;
