// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.Test;

class LeakLogTest {

    private final LeakLog log = new LeakLog();
    private final ResourceLeakDetector<Object> detector = log.newResourceLeakDetector(Object.class, 1);

    @Test
    void tellsOfAResourceThatWasDropped() throws Exception {
        drop();
        assertThat(log.collect()).singleElement().asString().startsWith("Object was dropped without release()");
    }

    @Test
    void tellsWhereADroppedResourceWasTouched() throws Exception {
        dropAfterTouching();
        assertThat(log.collect()).singleElement().asString().contains("the last hint", "dropAfterTouching");
    }

    @Test
    void isSilentOnAResourceThatWasReleased() throws Exception {
        Object resource = new Object();
        detector.trackForcibly(resource).close(resource);
        assertThat(log.collect()).isEmpty();
    }

    @Test
    void isSilentOnAResourceStillInUse() throws Exception {
        Object resource = new Object();
        ResourceLeakTracker<Object> tracker = detector.trackForcibly(resource);
        assertThat(log.collect()).isEmpty();
        tracker.close(resource);
    }

    @Test
    void watchesThisVeryRun() {
        assertThat(ResourceLeakDetectorFactory.instance()).isInstanceOf(LeakLog.class);
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer();
        assertThat(buffer.getClass().getSimpleName()).contains("LeakAware");
        buffer.release();
    }

    // In methods of their own, as the resource is unreachable only after its frame is gone.

    private void drop() {
        detector.trackForcibly(new Object());
    }

    private void dropAfterTouching() {
        detector.trackForcibly(new Object()).record("the last hint");
    }
}
