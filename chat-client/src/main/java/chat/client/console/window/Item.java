// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.line.Visible;
import chat.protocol.message.AccountName;
import chat.protocol.words.Deed;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that is shown in a room, with the rows that it took when it was painted last. Its texts are safe to show. */
final class Item {

    /** What it is. */
    enum Kind {
        SAID,
        ACTION,
        HAPPENED,
        FAULT,
        QUEUED,
        REFUSED;

        /** Whether somebody said it. */
        boolean isMessage() {
            return this == SAID || this == ACTION;
        }
    }

    private final ItemKey key;
    private final Kind kind;
    private final long atMillis;
    private final @Nullable AccountName from;
    private final List<String> lines;
    private final boolean mention;

    private int paintedWidth;
    private @Nullable List<Row> painted;

    private Item(
            ItemKey key, Kind kind, long atMillis, @Nullable AccountName from, List<String> lines, boolean mention) {
        this.key = key;
        this.kind = kind;
        this.atMillis = atMillis;
        this.from = from;
        this.lines = lines;
        this.mention = mention;
    }

    /** Somebody said a text. */
    static Item said(ItemKey key, long atMillis, AccountName from, String text, boolean mention) {
        String deed = Deed.of(text);
        Kind kind = deed == null ? Kind.SAID : Kind.ACTION;
        return new Item(key, kind, atMillis, from, Visible.lines(deed == null ? text : deed), mention);
    }

    /** Something happened. */
    static Item happened(ItemKey key, long atMillis, String text) {
        return new Item(key, Kind.HAPPENED, atMillis, null, List.of(Visible.of(text)), false);
    }

    /** Something went wrong. */
    static Item fault(ItemKey key, long atMillis, String text) {
        return new Item(key, Kind.FAULT, atMillis, null, List.of(Visible.of(text)), false);
    }

    /** The person said a text, and the server has not acknowledged it. */
    static Item queued(ItemKey key, long atMillis, String text) {
        return new Item(key, Kind.QUEUED, atMillis, null, Visible.lines(text), false);
    }

    /** The person said a text, and the server does not have it, or perhaps not. */
    static Item refused(ItemKey key, long atMillis, String text, String reason) {
        return new Item(key, Kind.REFUSED, atMillis, null, List.of(Visible.of(reason), Visible.of(text)), false);
    }

    /** The same in another place. */
    Item at(ItemKey place) {
        return new Item(place, kind, atMillis, from, lines, mention);
    }

    ItemKey key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    long atMillis() {
        return atMillis;
    }

    /** Who said it, where somebody did. */
    AccountName from() {
        return Objects.requireNonNull(from);
    }

    List<String> lines() {
        return lines;
    }

    /** Who said it, and how it begins, on one line. */
    String opening() {
        return (kind == Kind.ACTION ? "* " + from + " " : "<" + from + "> ")
                + lines.get(0).replace('\t', ' ');
    }

    /** Whether it mentions the person. */
    boolean isMention() {
        return mention;
    }

    /** The rows as painted last, or null if that was for another width. */
    @Nullable
    List<Row> painted(int width) {
        return paintedWidth == width ? painted : null;
    }

    /** Keeps the rows no longer: they take several times the space of the text. */
    void forgetRows() {
        painted = null;
        paintedWidth = 0;
    }

    List<Row> painted(int width, List<Row> rows) {
        paintedWidth = width;
        painted = rows;
        return rows;
    }
}
