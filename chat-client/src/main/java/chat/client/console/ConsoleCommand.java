// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of the console, as {@code /help} lists them. */
enum ConsoleCommand {
    HELP("[command]", "lists the commands, or says what one does"),
    JOIN("#room", "enters a room, or goes back to one"),
    LEAVE("[#room]", "leaves this room or another"),
    ME("text", "says what you are doing"),
    NICK("name", "changes your name"),
    WHO("[#room]", "says who is in the room"),
    ROOMS("", "lists the rooms"),
    HISTORY("[count]", "shows the last messages of the room again"),
    JUMP("date|#number", "to a day, a time or an entry; without, back to now"),
    GO("part", "goes to a room by a part of its name or its number"),
    NOTIFY("[off|mentions|all]", "what here calls you, by the bell or as --notify says"),
    TOPIC("[text]", "shows the topic, or sets it; - takes it away"),
    INVITE("name", "lets an account into a private room that you moderate"),
    KICK("name [reason]", "takes somebody out of a room that you moderate"),
    BAN(
            "name [address] [time] [reason]",
            "keeps somebody out of it, for 30s, 10m, 2h, 7d or without end; all who come from there, with address"),
    UNBAN("name", "ends a ban"),
    MUTE("name [time] [reason]", "lets somebody only read in it"),
    UNMUTE("name", "lets them speak again"),
    ROLE("name role", "makes somebody member, moderator or owner of a room that you own"),
    SET("how", "sets a room that you own: public, private, everyone, moderators, or slow and seconds"),
    MSG("name [text]", "goes to what only you two see; a text is said there"),
    BLOCK("name", "ends such messages between you and somebody"),
    UNBLOCK("name", "takes that back"),
    BLOCKS("", "lists whom you have blocked"),
    PING("", "measures how long the server takes to answer"),
    QUIT("", "leaves the chat");

    /** What other programs call the same. */
    private static final Map<String, ConsoleCommand> ELSEWHERE = Map.ofEntries(
            Map.entry("j", JOIN),
            Map.entry("part", LEAVE),
            Map.entry("close", LEAVE),
            Map.entry("query", MSG),
            Map.entry("m", MSG),
            Map.entry("names", WHO),
            Map.entry("n", WHO),
            Map.entry("list", ROOMS),
            Map.entry("win", GO),
            Map.entry("exit", QUIT),
            Map.entry("bye", QUIT));

    private final String argument;
    private final String meaning;

    ConsoleCommand(String argument, String meaning) {
        this.argument = argument;
        this.meaning = meaning;
    }

    /** The word behind the slash. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How to write it. */
    String usage() {
        return ("/" + word() + " " + argument).strip();
    }

    /** What it does. */
    String meaning() {
        return meaning;
    }

    /** Whether its argument is one of the rooms that the person is in. */
    boolean isAboutRooms() {
        return switch (this) {
            case JOIN, LEAVE, GO, WHO -> true;
            default -> false;
        };
    }

    /** Whether it is for those who keep a room in order, or rarely needed. */
    boolean isSpecial() {
        return switch (this) {
            case INVITE, KICK, BAN, UNBAN, MUTE, UNMUTE, ROLE, SET, UNBLOCK, BLOCKS, PING -> true;
            default -> false;
        };
    }

    /** The command with this word in lower case, also as other programs call it; or null. */
    static @Nullable ConsoleCommand ofWord(String word) {
        return Stream.of(values())
                .filter(command -> command.word().equals(word))
                .findFirst()
                .orElse(ELSEWHERE.get(word));
    }
}
