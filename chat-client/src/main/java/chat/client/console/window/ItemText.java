// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.AccountName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** How things look: an item as rows of the screen, and the lines between items. */
final class ItemText {

    /** A time of day. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();

    /** Columns of time and space. */
    private static final int INDENT = 6;
    /** What a message says on further lines can never pass for somebody's first one. */
    private static final String CONTINUATION = "      | ";

    private static final String TAB = "    ";

    /** Of how many items the rows are kept, for the next painting: some screens full. */
    private static final int ROWS_KEPT = 400;

    private final Queue<Item> painted = new ArrayDeque<>();
    private final boolean coloured;
    private final boolean linked;
    private final ZoneId zone;

    ItemText(Look look, ZoneId zone) {
        this.coloured = look.coloured();
        this.linked = look.links();
        this.zone = zone;
    }

    /** The rows of an item. */
    List<Row> rows(Item item, int width) {
        List<Row> known = item.painted(width);
        if (known != null) {
            return known;
        }
        painted.add(item);
        if (painted.size() > ROWS_KEPT) {
            painted.remove().forgetRows();
        }
        return item.painted(width, render(item, width));
    }

    /** On which day it was. */
    LocalDate day(Item item) {
        return at(item).toLocalDate();
    }

    /** What stands before the first item of a day. */
    Row daySeparator(LocalDate day, int width) {
        return separator(DAY.format(day), width, FAINT);
    }

    /** What stands before the first message that is new. */
    Row newSeparator(int width) {
        return separator("new since you left", width, coloured ? BOLD.foreground(AttributedStyle.RED) : BOLD);
    }

    /** What stands before the first entry that there is, which has this number. */
    Row beginning(long first, int width) {
        String words = first <= 1 || first == Long.MAX_VALUE
                ? "the beginning of the room"
                : "what was said before " + String.format(Locale.ROOT, "%,d", first) + " is no longer kept";
        return separator(words, width, FAINT);
    }

    private List<Row> render(Item item, int width) {
        AttributedStyle style = switch (item.kind()) {
            case SAID, ACTION -> item.isMention() ? BOLD : PLAIN;
            case HAPPENED, QUEUED -> FAINT;
            case FAULT, REFUSED -> BOLD;
        };
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String line : item.lines()) {
            AttributedStringBuilder styled = new AttributedStringBuilder();
            boolean first = rows.isEmpty();
            if (first) {
                styled.styled(FAINT, TIME.format(at(item))).append(item.isMention() ? "*" : " ");
                head(item, styled);
            } else {
                styled.append(CONTINUATION);
            }
            List<Link> links = said(
                    line.replace("\t", TAB),
                    style,
                    item.key().seq() + "." + item.key().order() + "." + number++,
                    styled);
            int indent = first ? INDENT + 2 : CONTINUATION.length() + 2;
            rows.addAll(Wrap.rows(styled.toAttributedString(), links, width, indent));
        }
        return rows;
    }

    /** Adds a text, its links underlined, which sets them apart for the eye and for {@link LinkLayer}. */
    private List<Link> said(String text, AttributedStyle style, String id, AttributedStringBuilder styled) {
        int shift = styled.length();
        List<Link> links = new ArrayList<>();
        int from = 0;
        for (Link link : linked ? Links.in(text, id) : List.<Link>of()) {
            styled.styled(style, text.substring(from, link.from()));
            styled.styled(style.underline(), link.url());
            links.add(new Link(link.from() + shift, link.to() + shift, link.url(), link.id()));
            from = link.to();
        }
        styled.styled(style, text.substring(from));
        return links;
    }

    private void head(Item item, AttributedStringBuilder styled) {
        switch (item.kind()) {
            case SAID ->
                styled.append("<").styled(style(item), item.from().value()).append("> ");
            case ACTION ->
                styled.append("* ").styled(style(item), item.from().value()).append(" ");
            case HAPPENED -> styled.styled(FAINT, "-- ");
            case QUEUED -> styled.styled(FAINT, "(queued) ");
            case FAULT, REFUSED -> styled.styled(coloured ? BOLD.foreground(AttributedStyle.RED) : BOLD, "!! ");
        }
    }

    private AttributedStyle style(Item item) {
        AccountName from = item.from();
        AttributedStyle base = item.isMention() ? BOLD.inverse() : PLAIN;
        return coloured ? base.foreground(NameColours.of(from)) : base;
    }

    private static Row separator(String text, int width, AttributedStyle style) {
        String label = Graphemes.fitting(" " + text + " ", width);
        int left = Math.max(0, Math.min(INDENT, width - label.length()));
        int right = Math.max(0, width - left - label.length());
        return new Row(new AttributedString("-".repeat(left) + label + "-".repeat(right), style));
    }

    private java.time.ZonedDateTime at(Item item) {
        return Instant.ofEpochMilli(item.atMillis()).atZone(zone);
    }

    /** The separators before an item, none or some. */
    List<Row> separators(@Nullable Item before, Item item, boolean firstNew, int width) {
        LocalDate day = day(item);
        boolean newDay = before == null || !day(before).equals(day);
        if (!newDay && !firstNew) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        if (newDay) {
            rows.add(daySeparator(day, width));
        }
        if (firstNew) {
            rows.add(newSeparator(width));
        }
        return rows;
    }
}
