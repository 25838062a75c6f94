// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.ban;

import chat.server.config.AddressRanges.Range;
import org.jspecify.annotations.Nullable;

/**
 * Nobody is let in from some addresses.
 *
 * @param range the addresses
 * @param untilMillis when it ends, in milliseconds since 1970, or null for never
 * @param reason in the operator's words; may be empty
 * @param atMillis when it was made
 */
public record AddressBan(Range range, @Nullable Long untilMillis, String reason, long atMillis) {

    /** Whether it holds at this time. */
    public boolean holds(long nowMillis) {
        return untilMillis == null || nowMillis < untilMillis;
    }
}
