// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.line.Visible;
import chat.protocol.message.HistoryRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * What is on the screen at one moment: the topic, what is said, the status, and the line being typed. Where the screen is too
 * low for all of them, the topic goes first and the status next.
 *
 * @param rows from top to bottom, no more than the screen has and none wider
 * @param links what in which row, counted from 0, leads somewhere
 * @param cursorRow from 0
 * @param cursorColumn from 0
 * @param call what the person is to be called for, safe to show, or null for nothing
 * @param wants what is missing above or below, or null
 */
record Frame(
        List<AttributedString> rows,
        SortedMap<Integer, List<Link>> links,
        int cursorRow,
        int cursorColumn,
        @Nullable String call,
        @Nullable Want wants) {

    private static final int LEAST_WITH_TOPIC = 5;
    private static final int LEAST_WITH_STATUS = 3;
    private static final AttributedStyle BAR = AttributedStyle.DEFAULT.inverse();

    /** What is to be seen now. Under the lock. */
    static Frame of(Rooms rooms, ItemText text, int width, int height) {
        RoomView room = rooms.current();
        InputBox input = InputBox.of(room == null ? "> " : room.name() + "> ", rooms.editor(), width);
        int inputRows = Math.min(input.rows(Integer.MAX_VALUE).size(), Math.max(1, height / 3));
        boolean topic = height >= LEAST_WITH_TOPIC;
        boolean status = height >= LEAST_WITH_STATUS;
        int said = height - inputRows - (topic ? 1 : 0) - (status ? 1 : 0);
        List<AttributedString> rows = new ArrayList<>();
        if (topic) {
            rows.add(topic(room, width));
        }
        SortedMap<Integer, List<Link>> links = new TreeMap<>();
        Want wants = null;
        if (said > 0) {
            Viewport viewport = new Viewport(room == null ? rooms.nowhere() : room, text, width, said);
            List<Row> visible = viewport.rows();
            wants = room == null ? null : wanted(room, viewport);
            for (int i = visible.size(); i < said; i++) {
                rows.add(AttributedString.EMPTY);
            }
            for (Row row : visible) {
                if (!row.links().isEmpty()) {
                    links.put(rows.size(), row.links());
                }
                rows.add(row.text());
            }
        }
        if (status) {
            rows.add(StatusLine.of(rooms, width));
        }
        rows.addAll(input.rows(inputRows));
        int cursorRow = rows.size() - Math.min(inputRows, input.rows(inputRows).size()) + input.cursorRow(inputRows);
        return new Frame(rows, links, cursorRow, input.cursorColumn(), rooms.takeCall(), wants);
    }

    private static @Nullable Want wanted(RoomView room, Viewport viewport) {
        Timeline timeline = room.timeline();
        if (room.isLoading()) {
            return null;
        }
        HistoryRange sought = room.sought();
        if (sought != null) {
            return Want.of(room, sought);
        }
        if (viewport.isAtBottom() && timeline.isDetached()) {
            return Want.of(room, new HistoryRange.After(timeline.readableTo()));
        }
        return viewport.isAtTop() && !timeline.isBeginningSeen() && timeline.newest() > 0
                ? Want.of(room, new HistoryRange.Before(Math.min(timeline.oldest(), timeline.newest() + 1)))
                : null;
    }

    private static AttributedString topic(@Nullable RoomView room, int width) {
        String words = room == null
                ? " /join #room enters a room, /help lists the commands"
                : " " + room.name() + (room.topic().isEmpty() ? "" : ": " + Visible.of(room.topic()));
        String fitting = Graphemes.fitting(words.replace("\t", " "), width);
        return new AttributedString(fitting + " ".repeat(width - Graphemes.columns(fitting)), BAR);
    }
}
