// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a room that is on the screen, and how to move it. Made anew for each look at it. */
final class Viewport {

    private final RoomView room;
    private final Timeline timeline;
    private final ItemText text;
    private final int width;
    private final int height;
    private final @Nullable ItemKey firstNew;

    private @Nullable Item bottom;
    private int hidden;

    /** @param height rows, at least 1 */
    Viewport(RoomView room, ItemText text, int width, int height) {
        this.room = room;
        this.timeline = room.timeline();
        this.text = text;
        this.width = width;
        this.height = height;
        this.firstNew = firstNew();
        ItemKey anchor = room.anchor();
        if (anchor != null) {
            bottom = timeline.floor(anchor);
            hidden = bottom != null && bottom.key().equals(anchor) ? room.hiddenRows() : 0;
            if (bottom == null) {
                bottom = timeline.ceiling(anchor);
            }
        } else {
            bottom = timeline.last();
        }
        settleTop();
    }

    /** The rows to be seen, no more than there is room for. */
    List<Row> rows() {
        List<Row> upwards = new ArrayList<>();
        int skip = hidden;
        Item item = bottom;
        for (; item != null && upwards.size() < height; item = timeline.lower(item.key())) {
            List<Row> block = block(item);
            for (int i = Math.max(0, block.size() - 1 - skip); i >= 0 && upwards.size() < height; i--) {
                upwards.add(block.get(i));
            }
            skip = 0;
        }
        if (item == null && upwards.size() < height && timeline.isBeginningSeen()) {
            upwards.add(text.beginning(timeline.oldest(), width));
        }
        Collections.reverse(upwards);
        return upwards;
    }

    /** Whether there is nothing held above the top, or not enough to fill the window. */
    boolean isAtTop() {
        int rows = 0;
        int skip = hidden;
        for (Item item = bottom; item != null; item = timeline.lower(item.key())) {
            rows += block(item).size() - skip;
            skip = 0;
            if (rows > height) {
                return false;
            }
        }
        return true;
    }

    /** Whether the last of what can be read is at the bottom. */
    boolean isAtBottom() {
        return bottom == null || (hidden == 0 && timeline.higher(bottom.key()) == null);
    }

    /** Moves the window up by almost its height. */
    void pageUp() {
        up(Math.max(1, height - 2));
    }

    /** Moves the window down by almost its height. */
    void pageDown() {
        down(Math.max(1, height - 2));
    }

    /** Moves the window up; no further than its top can be filled. */
    void up(int rows) {
        Item item = bottom;
        for (int i = 0; i < rows && item != null; i++) {
            if (hidden + 1 < block(item).size()) {
                hidden++;
                continue;
            }
            Item above = timeline.lower(item.key());
            if (above == null) {
                break;
            }
            item = above;
            hidden = 0;
        }
        bottom = item;
        down(height - rows().size());
        keep();
    }

    /** Moves the window down, at the end to where it follows what is said. */
    void down(int rows) {
        Item item = bottom;
        for (int i = 0; i < rows && item != null; i++) {
            if (hidden > 0) {
                hidden--;
                continue;
            }
            Item below = timeline.higher(item.key());
            if (below == null) {
                break;
            }
            item = below;
            hidden = block(item).size() - 1;
        }
        bottom = item;
        keep();
    }

    private void keep() {
        if (isAtBottom() && !timeline.isDetached()) {
            room.follow();
            bottom = timeline.last();
        } else if (bottom != null) {
            room.anchor(bottom.key(), hidden);
        }
    }

    private void settleTop() {
        ItemKey top = room.atTop();
        Item item = top == null ? null : timeline.ceiling(top);
        if (item != null) {
            bottom = item;
            // The line above it that names the day goes as soon as what was before has been read.
            boolean first = timeline.lower(item.key()) == null && !timeline.isBeginningSeen();
            hidden = (first ? text.rows(item, width) : block(item)).size() - 1;
            down(height - 1);
        }
    }

    private List<Row> block(Item item) {
        List<Row> rows = text.rows(item, width);
        List<Row> separators =
                text.separators(timeline.lower(item.key()), item, item.key().equals(firstNew), width);
        if (separators.isEmpty()) {
            return rows;
        }
        List<Row> both = new ArrayList<>(separators);
        both.addAll(rows);
        return both;
    }

    private @Nullable ItemKey firstNew() {
        ItemKey mark = room.mark();
        Item item = mark == null ? null : timeline.higher(mark);
        while (item != null && !item.kind().isMessage()) {
            item = timeline.higher(item.key());
        }
        return item == null ? null : item.key();
    }
}
