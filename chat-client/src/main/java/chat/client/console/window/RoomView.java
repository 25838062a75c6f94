// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.HistoryRange;
import chat.protocol.message.RoomName;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A room as the person has it before them: what is held of it, what is new, where they read and what they are typing. */
final class RoomView {

    private final RoomName name;
    private final Timeline timeline = new Timeline();
    private final LineEditor editor;

    private String topic = "";
    private Alert alert = Alert.OFF;

    private int unread;
    private int mentions;
    private @Nullable ItemKey mark;
    private ItemKey seen = new ItemKey(0, 0, 0);

    private @Nullable ItemKey anchor;
    private int hiddenRows;
    private @Nullable ItemKey atTop;
    private @Nullable HistoryRange sought;
    private boolean loading;

    RoomView(RoomName name, KillBuffer kills) {
        this.name = name;
        this.editor = new LineEditor(kills);
    }

    /** The same room for somebody who comes back to it: what was said meanwhile has to be read before what is held goes on. */
    RoomView anew(KillBuffer kills) {
        RoomView fresh = new RoomView(name, kills);
        fresh.alert = alert;
        fresh.editor.set(editor.text());
        return fresh;
    }

    RoomName name() {
        return name;
    }

    Timeline timeline() {
        return timeline;
    }

    /** Tells something behind all that there is. */
    void tell(Function<ItemKey, Item> what) {
        timeline.add(what.apply(timeline.keyNow()), !isFollowing());
    }

    /** What is being typed here. */
    LineEditor editor() {
        return editor;
    }

    String topic() {
        return topic;
    }

    void topic(String text) {
        topic = text;
    }

    Alert alert() {
        return alert;
    }

    void alert(Alert of) {
        alert = of;
    }

    int unread() {
        return unread;
    }

    int mentions() {
        return mentions;
    }

    /** The place behind which everything was new to the person when they came here, or null for nothing. */
    @Nullable
    ItemKey mark() {
        return mark;
    }

    /** Everything behind a place is new. */
    void mark(@Nullable ItemKey from) {
        mark = from;
    }

    /** The person knows everything up to an entry, from before. */
    void knows(ItemKey entry) {
        seen = entry.compareTo(seen) > 0 ? entry : seen;
    }

    /** Somebody else said something while the person was not looking at the end of the room. */
    void unseen(boolean mention) {
        unread++;
        if (mention) {
            mentions++;
        }
    }

    /** The person sees everything there is. */
    void seen() {
        unread = 0;
        mentions = 0;
        seen = timeline.keyOf(timeline.newest());
    }

    /** The person comes here. */
    void entered() {
        mark = unread > 0 ? seen : null;
        if (isFollowing()) {
            seen();
        }
    }

    /** Whether the last of what is said is before the person. */
    boolean isFollowing() {
        return anchor == null && atTop == null;
    }

    /** What stands at the bottom while the person reads further back; else null. */
    @Nullable
    ItemKey anchor() {
        return anchor;
    }

    /** How many rows of it are below the bottom. */
    int hiddenRows() {
        return hiddenRows;
    }

    /** The person reads further back. */
    void anchor(ItemKey bottom, int hidden) {
        anchor = bottom;
        hiddenRows = hidden;
        atTop = null;
    }

    /** What is to stand at the top as soon as it is known how high the window is; else null. */
    @Nullable
    ItemKey atTop() {
        return atTop;
    }

    void atTop(ItemKey top) {
        atTop = top;
    }

    /** The person goes back to what is said now. */
    void follow() {
        anchor = null;
        atTop = null;
        hiddenRows = 0;
        loading = false;
        timeline.forgetPast();
        seen();
    }

    /** The person wants to read from a place on; what of it is not held has to be read first. */
    void goTo(HistoryRange from) {
        follow();
        if (from instanceof HistoryRange.After after) {
            arrivedAt(after.seq() + 1);
        } else if (from instanceof HistoryRange.At) {
            sought = from;
        }
    }

    /** It is known which entry stands at the place that was sought. */
    void arrivedAt(long seq) {
        sought = null;
        if (seq > timeline.newest()) {
            return;
        }
        if (!timeline.holds(seq)) {
            timeline.jump(seq);
        }
        atTop = timeline.keyOf(seq);
    }

    /** The place that was sought is not there. */
    void notFound() {
        sought = null;
    }

    /** The place that is to be read first of all, or null. */
    @Nullable
    HistoryRange sought() {
        return sought;
    }

    /** Whether a part of the log is on its way. */
    boolean isLoading() {
        return loading;
    }

    void loading(boolean on) {
        loading = on;
    }
}
