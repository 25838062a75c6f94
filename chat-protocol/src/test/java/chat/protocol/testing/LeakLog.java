// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Makes leak detectors that keep what they find instead of logging it. */
final class LeakLog extends ResourceLeakDetectorFactory {

    private static final int ROUNDS = 3;
    private static final long ROUND_MILLIS = 50;

    private final Queue<RecordingDetector<?>> detectors = new ConcurrentLinkedQueue<>();
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval) {
        RecordingDetector<T> detector = new RecordingDetector<>(resource, interval);
        detectors.add(detector);
        return detector;
    }

    @Override
    @Deprecated
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
        return newResourceLeakDetector(resource, interval);
    }

    /** Has the garbage collector look for dropped resources, then tells all leaks found so far. */
    List<String> collect() throws InterruptedException {
        // The collector hands over what it found in a thread of its own, some time after gc() has returned.
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            Thread.sleep(ROUND_MILLIS);
            detectors.forEach(RecordingDetector::probe);
        }
        return List.copyOf(leaks);
    }

    private final class RecordingDetector<T> extends ResourceLeakDetector<T> {

        private final String resource;

        RecordingDetector(Class<T> resource, int interval) {
            super(resource, interval);
            this.resource = resource.getSimpleName();
        }

        /** A detector looks at what the garbage collector found only when it is given a new resource to track. */
        @SuppressWarnings("unchecked")
        void probe() {
            T probe = (T) new Object();
            ResourceLeakTracker<T> tracker = trackForcibly(probe);
            if (tracker != null) {
                tracker.close(probe);
            }
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            leaks.add(resource + " was dropped without release()" + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            leaks.add(resource + " was dropped without release()");
        }
    }
}
