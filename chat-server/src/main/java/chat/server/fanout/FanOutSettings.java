// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

/**
 * The bounds of delivery.
 *
 * @param batchEntries the most entries that are written to a member at once
 * @param batchBytes the most bytes that are written to a member at once, unless one entry is larger; half the high
 *     watermark, so that what waits in a connection is bounded by one and a half of it
 * @param tailEntries how many entries of a room are kept with their bytes, a power of two
 * @param tailBytes about how many bytes those may take
 * @param maxLagEntries how far a follower may be behind before it is told of a gap and goes on from there; {@link
 *     Long#MAX_VALUE} for any distance
 */
public record FanOutSettings(int batchEntries, int batchBytes, int tailEntries, long tailBytes, long maxLagEntries) {

    /** The most entries that are written to a member at once. */
    public static final int DEFAULT_BATCH_ENTRIES = 1024;
}
