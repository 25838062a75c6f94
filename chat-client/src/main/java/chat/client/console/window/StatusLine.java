// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** The line between what is said and what is typed: how the connection stands, the rooms, and what is new in them. */
final class StatusLine {

    private static final AttributedStyle BAR = AttributedStyle.DEFAULT.inverse();
    private static final AttributedStyle STRONG = BAR.bold();

    private StatusLine() {}

    /** The line, exactly as wide as the screen. Under the lock. */
    static AttributedString of(Rooms rooms, int width) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        if (!rooms.hint().isEmpty()) {
            line.styled(BAR, " " + rooms.hint());
            return filled(line, width);
        }
        boolean online = rooms.connection().equals(Rooms.ONLINE);
        line.styled(online ? BAR : STRONG, " " + rooms.connection());
        if (!online && !rooms.connection().isEmpty()) {
            line.styled(STRONG, " since " + ItemText.TIME.format(rooms.connectionSince()));
        }
        var self = rooms.self();
        if (self != null) {
            line.styled(BAR, " " + self.value());
        }
        if (rooms.queued() > 0) {
            line.styled(STRONG, " queued " + rooms.queued());
        }
        RoomView current = rooms.current();
        if (current != null && !current.isFollowing()) {
            line.styled(STRONG, " reading back" + (current.unread() > 0 ? ", " + current.unread() + " new below" : ""));
        }
        line.styled(BAR, " |");
        rooms(rooms, width, line);
        return filled(line, width);
    }

    private static void rooms(Rooms rooms, int width, AttributedStringBuilder line) {
        List<AttributedString> labels = new ArrayList<>();
        List<RoomView> views = rooms.inOrder();
        int used = Graphemes.columns(line);
        // Where not all of them find room, those go first in which nothing is new.
        List<RoomView> shown = new ArrayList<>(views);
        while (shown.size() > 1
                && used + columns(rooms, views, shown) > width
                && shown.removeIf(leastOf(rooms, shown)::equals)) {}
        for (RoomView view : shown) {
            labels.add(label(rooms, view, views.indexOf(view) + 1));
        }
        labels.forEach(line::append);
        if (shown.size() < views.size()) {
            line.styled(BAR, " +" + (views.size() - shown.size()));
        }
    }

    private static int columns(Rooms rooms, List<RoomView> all, List<RoomView> shown) {
        int columns = shown.size() < all.size() ? 5 : 0;
        for (RoomView view : shown) {
            columns += Graphemes.columns(label(rooms, view, all.indexOf(view) + 1));
        }
        return columns;
    }

    private static RoomView leastOf(Rooms rooms, List<RoomView> shown) {
        RoomView least = shown.get(shown.size() - 1);
        for (int i = shown.size() - 1; i >= 0; i--) {
            if (weight(rooms, shown.get(i)) < weight(rooms, least)) {
                least = shown.get(i);
            }
        }
        return least;
    }

    private static int weight(Rooms rooms, RoomView view) {
        return view == rooms.current() ? Integer.MAX_VALUE : view.mentions() > 0 ? 2 : view.unread() > 0 ? 1 : 0;
    }

    private static AttributedString label(Rooms rooms, RoomView view, int number) {
        boolean current = view == rooms.current();
        String news = current || view.unread() == 0
                ? ""
                : "(" + view.unread() + (view.mentions() > 0 ? ", @" + view.mentions() : "") + ")";
        String plain = number + ":" + view.name() + (rooms.isClosed(view) ? " closed" : "");
        String name = current ? "[" + plain + "]" : plain + news;
        return new AttributedString(" " + name, current || view.mentions() > 0 ? STRONG : BAR);
    }

    private static AttributedString filled(AttributedStringBuilder line, int width) {
        int columns = Graphemes.columns(line);
        if (columns > width) {
            return line.toAttributedString()
                    .subSequence(0, Graphemes.fitting(line.toString(), width).length());
        }
        return line.styled(BAR, " ".repeat(width - columns)).toAttributedString();
    }
}
