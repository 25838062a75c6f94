// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * A place in a room's log: everything up to and including {@code seq} has been seen.
 *
 * @param epoch which log: a room's log gets another epoch when its numbers may have been given twice
 * @param seq 0 for the beginning, else the number of an entry
 * @param atMillis when that entry was stored, in milliseconds since 1970, as a check that it is the same entry; null
 *     where it is not known
 */
public record Position(String epoch, long seq, @Nullable Long atMillis) {

    /** The most characters an epoch may have. */
    public static final int MAX_EPOCH_LENGTH = 64;

    /** @throws RejectedException with {@link ErrorCode#BAD_FIELD} if the sequence number is negative or the epoch too long */
    public Position {
        if (seq < 0) {
            throw new RejectedException(ErrorCode.BAD_FIELD, "after.seq: " + seq + " (expected: 0 or more)");
        }
        if (epoch.isEmpty() || epoch.length() > MAX_EPOCH_LENGTH) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "after.epoch: not an epoch (expected: as joined or gap gave it)");
        }
    }
}
