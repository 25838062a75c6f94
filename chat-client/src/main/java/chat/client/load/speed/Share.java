// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much of what the server did was for this run, by what the server says and by what was sent and read here around the same
 * time.
 *
 * @param begin here, before the server was asked for the first time
 * @param before what the server said then
 * @param after what it said at the end
 * @param end here, after that
 */
record Share(
        Counts begin, @Nullable Scrape before, @Nullable Scrape after, Counts end) {

    /** Below that, somebody else's messages change the cost by less than two runs differ. */
    private static final double NEGLIGIBLE = 0.05;

    /** Whether the server says what processor time it used. */
    boolean isOfCpu() {
        return before != null && after != null && after.hasCpu();
    }

    /** What it says that it used between its two answers; 0 where it does not say. */
    double cpuSeconds() {
        return before == null || after == null ? 0 : after.cpuSeconds() - before.cpuSeconds();
    }

    /** How long that was. */
    double seconds() {
        return before == null || after == null ? 0 : before.secondsUntil(after);
    }

    /** How many deliveries it made meanwhile, by its own count where there is one. */
    double deliveries() {
        return before == null || after == null || !after.hasDeliveries()
                ? end.deliveries() - begin.deliveries()
                : after.deliveries() - before.deliveries();
    }

    /**
     * What makes the figures those of something else, or null.
     *
     * @param slow whether some do not read: what is written to them is read later, or never
     */
    @Nullable
    String objection(boolean slow) {
        if (before == null || after == null || !after.hasDeliveries()) {
            return null;
        }
        double stored = after.stored() - before.stored();
        double written = after.deliveries() - before.deliveries();
        long sent = end.sent() - begin.sent();
        long read = end.deliveries() - begin.deliveries();
        // What was under way then was read since; what is under way now may have been written, and is not read yet.
        if (2 * (written + begin.undelivered()) < read) {
            return String.format(
                    Locale.ROOT,
                    "--admin is of another server: it wrote %,.0f deliveries while %,d were read here",
                    written,
                    read);
        }
        double othersWritten = slow ? 0 : written - read - end.undelivered();
        double othersStored = stored - sent - begin.undelivered();
        if (othersWritten > NEGLIGIBLE * read || othersStored > NEGLIGIBLE * sent) {
            return String.format(
                    Locale.ROOT,
                    "the server had others to serve: it stored %,.0f messages and wrote %,.0f deliveries, of which this run"
                            + " had %,d and %,d (for a load of several processes see --processes)",
                    stored,
                    written,
                    sent,
                    read);
        }
        return null;
    }
}
