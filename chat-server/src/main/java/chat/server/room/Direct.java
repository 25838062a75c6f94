// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a direct room is besides a room: whose it is, and how far each of the two has been sent it, as far as is known.
 * Thread-safe.
 */
public final class Direct {

    private final DirectPair pair;
    private final AtomicLong seenByLower;
    private final AtomicLong seenByHigher;
    private final AtomicLong savedOfLower;
    private final AtomicLong savedOfHigher;

    /**
     * @param seenByLower the last entry that the account with the lower number has been sent, 0 for none
     * @param seenByHigher likewise
     */
    public Direct(DirectPair pair, long seenByLower, long seenByHigher) {
        this.pair = pair;
        this.seenByLower = new AtomicLong(seenByLower);
        this.seenByHigher = new AtomicLong(seenByHigher);
        this.savedOfLower = new AtomicLong(seenByLower);
        this.savedOfHigher = new AtomicLong(seenByHigher);
    }

    /** One in which nothing has been said. */
    public Direct(DirectPair pair) {
        this(pair, 0, 0);
    }

    /** Whose it is. */
    public DirectPair pair() {
        return pair;
    }

    /** The last entry that one of the two has been sent, 0 for none. */
    public long seenBy(long accountId) {
        return of(accountId).get();
    }

    /** Notes that one of the two has been sent the entries up to a number. */
    public void saw(long accountId, long seq) {
        AtomicLong mark = of(accountId);
        if (mark.get() < seq) {
            mark.accumulateAndGet(seq, Math::max);
        }
    }

    /** Whether {@link #seenBy} is more than when this was asked the last time. */
    boolean isToBeSaved(long accountId) {
        long seen = seenBy(accountId);
        AtomicLong saved = accountId == pair.lower() ? savedOfLower : savedOfHigher;
        return saved.getAndAccumulate(seen, Math::max) < seen;
    }

    private AtomicLong of(long accountId) {
        return accountId == pair.lower() ? seenByLower : seenByHigher;
    }
}
