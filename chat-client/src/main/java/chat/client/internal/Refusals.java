// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.protocol.message.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What refusals ask of a client. Thread-safe, as it keeps nothing. */
final class Refusals {

    /** Hints above this are cut to it: a mistaken number must not keep a client away for ever. */
    static final Duration LONGEST_HINT = Duration.ofHours(1);

    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);

    private Refusals() {}

    /** Whether the same command, messages under the same id, may be accepted later. */
    static boolean arePassing(ErrorCode code) {
        return switch (code) {
            case RATE_LIMITED, BUSY, STORE_UNAVAILABLE, INTERNAL -> true;
            default -> false;
        };
    }

    /** How long to wait before asking again. */
    static Duration pause(@Nullable Long retryAfterMillis) {
        return retryAfterMillis == null ? DEFAULT_PAUSE : hint(retryAfterMillis);
    }

    /** A time that the server gave, within reason. */
    static Duration hint(long millis) {
        return Duration.ofMillis(Math.max(0, Math.min(millis, LONGEST_HINT.toMillis())));
    }
}
