// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.CaughtUp;
import chat.protocol.message.Event;
import chat.protocol.message.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was missed, and whether it is all there, in words. Thread-safe, as it keeps nothing. */
final class CaughtUpText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private CaughtUpText() {}

    /**
     * What to say when everything has come that there was.
     *
     * @param offline how long there was no connection; null where that is not known
     * @param zone for times of day
     * @return null where nothing was known before: whoever comes for the first time has missed nothing
     */
    static @Nullable String of(CaughtUp caughtUp, @Nullable Duration offline, ZoneId zone) {
        Position after = caughtUp.after();
        if (after == null) {
            return null;
        }
        if (!caughtUp.sameLog()) {
            return "what was said after " + place(after, zone) + " is not known; the new log is at "
                    + number(caughtUp.head());
        }
        if (offline != null) {
            return "offline " + lasting(offline) + " · " + caughtUpIn(caughtUp) + " · "
                    + (caughtUp.complete()
                            ? "complete to " + number(caughtUp.head())
                            : number(caughtUp.missing()) + " missing to " + number(caughtUp.head()));
        }
        if (!caughtUp.complete()) {
            return (caughtUp.messages() == 0 ? "nothing caught up" : "caught up " + messages(caughtUp.messages()))
                    + " to " + number(caughtUp.head()) + ", not complete: "
                    + number(caughtUp.missing()) + (caughtUp.missing() == 1 ? " is" : " are") + " missing";
        }
        return (caughtUp.messages() == 0 ? "nothing missed" : "caught up " + messages(caughtUp.messages()))
                + ", complete to " + number(caughtUp.head());
    }

    /** What to say about entries that the server says will not come. */
    static String of(Event.Gap gap) {
        long count = gap.to() - gap.from() + 1;
        return messages(count) + (count == 1 ? " is" : " are") + " no longer kept: " + places(gap);
    }

    /** What to say about entries that are missing although the server did not say so. */
    static String notUnderstood(Event.Gap hole) {
        return messages(hole.to() - hole.from() + 1) + " did not arrive, or could not be understood by this client: "
                + places(hole);
    }

    /** What to say about entries of a log that has just taken another one's place. */
    static String notShown(Event.Gap gap) {
        return "its messages up to " + number(gap.to()) + " may be new to you: /history shows those that are kept";
    }

    /**
     * What to say above the last of very many messages.
     *
     * @param leftOut how many messages are not shown
     * @param entries how many entries it takes to show them all
     */
    static String leftOut(long leftOut, long entries) {
        return messages(leftOut) + (leftOut == 1 ? " is" : " are") + " not shown here: /history " + entries
                + (leftOut == 1 ? " shows it" : " shows them");
    }

    private static String caughtUpIn(CaughtUp caughtUp) {
        if (caughtUp.messages() > 0) {
            return messages(caughtUp.messages()) + " caught up";
        }
        return caughtUp.complete() ? "nothing was missed" : "nothing caught up";
    }

    private static String place(Position position, ZoneId zone) {
        Long at = position.atMillis();
        return number(position.seq())
                + (at == null
                        ? ""
                        : " (" + MINUTE.format(Instant.ofEpochMilli(at).atZone(zone)) + ")");
    }

    private static String lasting(Duration offline) {
        if (offline.toMinutes() < 1) {
            return Math.max(1, offline.toSeconds()) + " s";
        }
        return offline.toHours() < 1
                ? offline.toMinutes() + " min"
                : offline.toHours() + " h " + offline.toMinutesPart() + " min";
    }

    private static String places(Event.Gap gap) {
        return gap.from() == gap.to() ? number(gap.from()) : number(gap.from()) + " to " + number(gap.to());
    }

    private static String messages(long count) {
        return number(count) + (count == 1 ? " message" : " messages");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
