// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/**
 * What a client calls one of its messages: a counter within a producer. Sending again under the same id stores nothing
 * new and returns the first position.
 *
 * @param producer who counts
 * @param counter 1 to 2^53 − 1, so that every JSON parser keeps it exactly
 */
public record ClientMessageId(ProducerId producer, long counter) {

    /** The highest counter. */
    public static final long MAX_COUNTER = (1L << 53) - 1;

    /** @throws RejectedException with {@link ErrorCode#BAD_FIELD} if the counter is out of range */
    public ClientMessageId {
        if (counter < 1 || counter > MAX_COUNTER) {
            throw new RejectedException(ErrorCode.BAD_FIELD, "id: " + counter + " (expected: 1 to 2^53 - 1)");
        }
    }
}
