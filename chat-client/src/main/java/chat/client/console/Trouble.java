// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says why there is no connection: each reason once, and while it lasts once in a while. Not thread-safe. */
final class Trouble {

    private static final Duration FIRST_REMINDER = Duration.ofMinutes(1);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(16);

    private final Clock clock;

    private String reason = "";
    private @Nullable Instant began;
    private Instant told = Instant.MIN;
    private Duration silence = FIRST_REMINDER;

    Trouble(Clock clock) {
        this.clock = clock;
    }

    /** There is a connection. */
    void isOver() {
        reason = "";
        began = null;
    }

    /**
     * There is none.
     *
     * @param why in words
     * @param retryIn how long it takes until the next attempt
     * @return what to say, or null for nothing new
     */
    @Nullable
    String words(String why, Duration retryIn) {
        Instant now = clock.instant();
        Instant first = began == null ? now : began;
        began = first;
        String next = "; trying again " + soon(retryIn);
        if (!why.equals(reason)) {
            reason = why;
            told = now;
            silence = FIRST_REMINDER;
            return why + next;
        }
        if (Duration.between(told, now).compareTo(silence) < 0) {
            return null;
        }
        told = now;
        silence = silence.compareTo(LONGEST_SILENCE) < 0 ? silence.multipliedBy(2) : silence;
        return "still no connection after " + Duration.between(first, now).toMinutes() + " min: " + why + next;
    }

    private static String soon(Duration delay) {
        return delay.toSeconds() < 1 ? "at once" : "in " + delay.toSeconds() + " s";
    }
}
