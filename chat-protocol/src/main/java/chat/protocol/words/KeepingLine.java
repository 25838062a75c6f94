// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import chat.protocol.message.Access;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Measure;
import chat.protocol.message.Posting;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.RoomSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person types who keeps a room, such as {@code /ban mallory 30m advertising}. Stateless. */
public final class KeepingLine {

    /** How these commands are explained, a line each. */
    public static final List<String> HELP = List.of(
            "/invite, /kick, /unban, /unmute NAME",
            "/ban or /mute NAME [TIME] [REASON]; for ever, or for a time: 30s, 10m, 2h, 7d",
            "/ban NAME address [TIME] [REASON] bans where they are now, too",
            "/role NAME member, moderator or owner",
            "/set public, private, everyone, moderators (who may speak), or slow SECONDS");

    private static final String ADDRESS = "address";
    private static final int SLOW_WORDS = 2;

    private KeepingLine() {}

    /**
     * The command of a line.
     *
     * @param word its first word, in lower case
     * @param rest what comes behind, without space around it
     * @param ref what to answer with
     * @param room which room it is about
     * @return null if it is none of these commands
     * @throws RejectedException if it is, and cannot be understood
     */
    public static @Nullable Command parse(String word, String rest, String ref, RoomName room) {
        return switch (word) {
            case "/invite", "/kick", "/ban", "/unban", "/mute", "/unmute" -> moderate(word, rest, ref, room);
            case "/role" -> role(rest, ref, room);
            case "/set" -> set(rest, ref, room);
            default -> null;
        };
    }

    private static Command moderate(String word, String rest, String ref, RoomName room) {
        Measure measure = Measure.ofWireName(word.substring(1));
        if (measure == null) {
            throw new IllegalArgumentException(word);
        }
        if (rest.isEmpty()) {
            throw new RejectedException(ErrorCode.MISSING_FIELD, "whom? (expected: " + word + " NAME)");
        }
        String[] words = rest.split(" +", 2);
        String more = words.length == 1 ? "" : words[1];
        boolean address = measure == Measure.BAN && firstWord(more).equals(ADDRESS);
        if (address) {
            more = more.substring(ADDRESS.length()).strip();
        }
        TypedTime time = time(measure, more);
        String reason = time.rest();
        if (reason.length() > RoomEvent.Moderated.MAX_REASON_LENGTH) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "reason: too long (expected: at most " + RoomEvent.Moderated.MAX_REASON_LENGTH + " characters)");
        }
        return new Command.Moderate(
                ref, room, measure, TypedName.of(words[0]), time.seconds(), reason.isEmpty() ? null : reason, address);
    }

    private static TypedTime time(Measure measure, String text) {
        if (measure == Measure.KICK && TypedTime.isTime(text)) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "who is kicked may come back at once (expected: /kick NAME [REASON], or /ban NAME and the time)");
        }
        return measure.isTimed() ? TypedTime.of(text) : new TypedTime(null, text);
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static Command role(String rest, String ref, RoomName room) {
        String[] words = rest.split(" +");
        Role role = words.length == 2 ? Role.ofWireName(words[1]) : null;
        if (role == null) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "which role? (expected: /role NAME member, moderator or owner)");
        }
        return new Command.GiveRole(ref, room, TypedName.of(words[0]), role);
    }

    private static Command set(String rest, String ref, RoomName room) {
        String[] words = rest.split(" +");
        Access access = words.length == 1 ? Access.ofWireName(words[0]) : null;
        Posting posting = words.length == 1 ? Posting.ofWireName(words[0]) : null;
        Integer slow = words.length == SLOW_WORDS && words[0].equals("slow") ? slowSeconds(words[1]) : null;
        if (access == null && posting == null && slow == null) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "set what? (expected: /set and public, private, everyone, moderators, or slow with 0 to "
                            + RoomSettings.MAX_SLOW_SECONDS + " seconds)");
        }
        return new Command.Configure(ref, room, access, posting, slow);
    }

    private static @Nullable Integer slowSeconds(String word) {
        try {
            int seconds = Integer.parseInt(word);
            return seconds >= 0 && seconds <= RoomSettings.MAX_SLOW_SECONDS ? seconds : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
