// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether those whom a server let in, and what they said there, were this run's.
 *
 * @param before what the server said before anybody of the run came, or null
 * @param after what it said when all were there, or null
 * @param made how many connections the run made meanwhile
 * @param said how many messages it sent
 */
record Arrivals(@Nullable Scrape before, @Nullable Scrape after, int made, long said) {

    /** Below that, somebody else's part in the cost is less than that by which two runs differ. */
    private static final double NEGLIGIBLE = 0.05;

    /** What makes the figures those of something else, or null. */
    @Nullable
    String objection() {
        if (before == null || after == null || !after.hasAccepted()) {
            return null;
        }
        double letIn = after.accepted() - before.accepted();
        double stored = after.stored() - before.stored();
        if (letIn < (1 - NEGLIGIBLE) * made) {
            return String.format(
                    Locale.ROOT,
                    "--admin is of another server: it let %,.0f connections in while %,d were made here",
                    letIn,
                    made);
        }
        if (letIn - made > NEGLIGIBLE * made || stored - said > NEGLIGIBLE * (made + said)) {
            return String.format(
                    Locale.ROOT,
                    "the server had others to serve: it let %,.0f connections in and stored %,.0f messages, of which this"
                            + " run had %,d and %,d",
                    letIn,
                    stored,
                    made,
                    said);
        }
        return null;
    }
}
