// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Says lines, no more of them at once than may be unacknowledged: whoever has more waits, and so does the file, pipe or FIFO
 * behind. Thread-safe.
 */
final class BoundedSpeech {

    /** Many enough that the server can store them in groups. */
    static final int MAX_UNACKNOWLEDGED = 256;

    private final Semaphore places = new Semaphore(MAX_UNACKNOWLEDGED);
    private final Function<String, CompletionStage<Void>> say;

    /** @param say says a line; completes when nothing more comes of it */
    BoundedSpeech(Function<String, CompletionStage<Void>> say) {
        this.say = say;
    }

    /** Says a line as soon as there is a place for it. */
    void say(String line) throws InterruptedException {
        places.acquire();
        say.apply(line).whenComplete((done, failure) -> places.release());
    }
}
