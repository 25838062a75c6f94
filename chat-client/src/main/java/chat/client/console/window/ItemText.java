// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.AccountName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** How things look: an item as rows of the screen, and the lines between items. */
final class ItemText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();

    /** Columns of time and space. */
    private static final int INDENT = 6;
    /** What a message says on further lines can never pass for somebody's first one. */
    private static final String CONTINUATION = "      | ";

    private static final String TAB = "    ";

    private final boolean coloured;
    private final ZoneId zone;

    ItemText(boolean coloured, ZoneId zone) {
        this.coloured = coloured;
        this.zone = zone;
    }

    /** The rows of an item. */
    List<AttributedString> rows(Item item, int width) {
        List<AttributedString> known = item.painted(width);
        return known == null ? item.painted(width, render(item, width)) : known;
    }

    /** On which day it was. */
    LocalDate day(Item item) {
        return at(item).toLocalDate();
    }

    /** What stands before the first item of a day. */
    AttributedString daySeparator(LocalDate day, int width) {
        return separator(DAY.format(day), width, FAINT);
    }

    /** What stands before the first message that is new. */
    AttributedString newSeparator(int width) {
        return separator("new since you left", width, coloured ? BOLD.foreground(AttributedStyle.RED) : BOLD);
    }

    /** What stands before the first entry that there is, which has this number. */
    AttributedString beginning(long first, int width) {
        String words = first <= 1 || first == Long.MAX_VALUE
                ? "the beginning of the room"
                : "what was said before " + String.format(Locale.ROOT, "%,d", first) + " is no longer kept";
        return separator(words, width, FAINT);
    }

    private List<AttributedString> render(Item item, int width) {
        AttributedStyle style = switch (item.kind()) {
            case SAID, ACTION -> item.isMention() ? BOLD : PLAIN;
            case HAPPENED, QUEUED -> FAINT;
            case FAULT, REFUSED -> BOLD;
        };
        List<AttributedString> rows = new ArrayList<>();
        for (String line : item.lines()) {
            AttributedStringBuilder styled = new AttributedStringBuilder();
            boolean first = rows.isEmpty();
            if (first) {
                styled.styled(FAINT, TIME.format(at(item))).append(item.isMention() ? "*" : " ");
                head(item, styled);
            } else {
                styled.append(CONTINUATION);
            }
            styled.styled(style, line.replace("\t", TAB));
            rows.addAll(Wrap.rows(styled.toAttributedString(), width, first ? INDENT + 2 : CONTINUATION.length() + 2));
        }
        return rows;
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

    private static AttributedString separator(String text, int width, AttributedStyle style) {
        String label = Graphemes.fitting(" " + text + " ", width);
        int left = Math.max(0, Math.min(INDENT, width - label.length()));
        int right = Math.max(0, width - left - label.length());
        return new AttributedString("-".repeat(left) + label + "-".repeat(right), style);
    }

    private java.time.ZonedDateTime at(Item item) {
        return Instant.ofEpochMilli(item.atMillis()).atZone(zone);
    }

    /** The separators before an item, none or some. */
    List<AttributedString> separators(@Nullable Item before, Item item, boolean firstNew, int width) {
        LocalDate day = day(item);
        boolean newDay = before == null || !day(before).equals(day);
        if (!newDay && !firstNew) {
            return List.of();
        }
        List<AttributedString> rows = new ArrayList<>();
        if (newDay) {
            rows.add(daySeparator(day, width));
        }
        if (firstNew) {
            rows.add(newSeparator(width));
        }
        return rows;
    }
}
