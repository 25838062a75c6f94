// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Says lines, no more of them at once than may be unacknowledged: whoever has more waits, and so does the file, pipe or FIFO
 * behind. Thread-safe.
 */
final class BoundedSpeech {

    /** Many enough that the server can store them in groups. */
    static final int MAX_UNACKNOWLEDGED = 256;

    private final Semaphore places = new Semaphore(MAX_UNACKNOWLEDGED);

    /**
     * Says a line as soon as there is a place for it.
     *
     * @param line says it; completes when nothing more comes of it
     */
    void say(Supplier<CompletionStage<Void>> line) throws InterruptedException {
        places.acquire();
        begin(line);
    }

    /**
     * Says a line as soon as there is a place for it.
     *
     * @param line says it; completes when nothing more comes of it
     * @param patience how long it may take that there is a place
     * @throws TimeoutException if it takes longer: nothing of what was said before is acknowledged meanwhile
     */
    void say(Supplier<CompletionStage<Void>> line, Duration patience) throws InterruptedException, TimeoutException {
        if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        begin(line);
    }

    private void begin(Supplier<CompletionStage<Void>> line) {
        line.get().whenComplete((done, failure) -> places.release());
    }
}
