// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.Measure;
import chat.protocol.message.Posting;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomSettings;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Entries about rights as the text of a row: words with one space between, of which only the last, a reason, may have
 * spaces in it. Names have none.
 */
final class RightsText {

    private static final String NO_END = "-";

    private RightsText() {}

    /** The text of an entry that is no message; null for one that has none. */
    static @Nullable String textOf(RoomEvent event) {
        if (event instanceof RoomEvent.TopicChanged topic) {
            return topic.text();
        } else if (event instanceof RoomEvent.Configured configured) {
            RoomSettings settings = configured.settings();
            return settings.access().wireName() + " " + settings.posting().wireName() + " " + settings.slowSeconds();
        } else if (event instanceof RoomEvent.RoleGiven given) {
            return given.role().wireName() + " " + given.name();
        } else if (event instanceof RoomEvent.Moderated moderated) {
            Long until = moderated.untilMillis();
            return moderated.measure().wireName() + " " + moderated.name() + " " + (until == null ? NO_END : until)
                    + " " + moderated.reason();
        }
        return null;
    }

    static RoomEvent configured(String text) throws SQLException {
        String[] words = words(text, 3);
        return new RoomEvent.Configured(new RoomSettings(
                known(Access.ofWireName(words[0]), text), known(Posting.ofWireName(words[1]), text), (int)
                        number(words[2], text)));
    }

    static RoomEvent roleGiven(String text) throws SQLException {
        String[] words = words(text, 2);
        return new RoomEvent.RoleGiven(AccountName.kept(words[1]), known(Role.ofWireName(words[0]), text));
    }

    static RoomEvent moderated(String text) throws SQLException {
        String[] words = words(text, 4);
        return new RoomEvent.Moderated(
                known(Measure.ofWireName(words[0]), text),
                AccountName.kept(words[1]),
                words[2].equals(NO_END) ? null : number(words[2], text),
                words[3]);
    }

    /**
     * The text of an entry that says whom it is about, with another name if it is about somebody of this name, however that
     * was spelt by whoever it is from.
     */
    static String renamed(String text, String name, String newName) {
        String[] words = text.split(" ", 3);
        if (words.length < 2 || !AccountName.kept(words[1]).equals(AccountName.kept(name))) {
            return text;
        }
        words[1] = newName;
        return String.join(" ", words);
    }

    private static String[] words(String text, int count) throws SQLException {
        String[] words = text.split(" ", count);
        if (words.length != count) {
            throw unreadable(text);
        }
        return words;
    }

    private static <E> E known(@Nullable E value, String text) throws SQLException {
        if (value == null) {
            throw unreadable(text);
        }
        return value;
    }

    private static long number(String word, String text) throws SQLException {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw unreadable(text);
        }
    }

    private static SQLException unreadable(String text) {
        return new SQLException("an entry about rights that this server cannot read: " + text);
    }
}
