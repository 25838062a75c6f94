// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of the console, as {@code /help} lists them. */
enum ConsoleCommand {
    HELP("", "lists the commands"),
    JOIN("#room", "enters a room, or goes back to one"),
    LEAVE("[#room]", "leaves this room or another"),
    ME("text", "says what you are doing"),
    NICK("name", "changes your name"),
    WHO("[#room]", "says who is in the room"),
    ROOMS("", "lists the rooms"),
    HISTORY("[count]", "shows the last messages of the room again"),
    JUMP("date|#number", "goes to a day, a time of day, or an entry of the room, and back to now without either"),
    GO("part", "goes to the room that is meant by a part of its name, or its number"),
    NOTIFY("off|mentions|all", "what here calls you, with a bell or as --notify says"),
    TOPIC("[text]", "sets the topic of the room, without text takes it away"),
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
    MSG("name [text]", "goes to what you and somebody say to each other alone, or with a text only says that"),
    BLOCK("name", "has no more such messages from somebody, nor to them"),
    UNBLOCK("name", "takes that back"),
    BLOCKS("", "lists whom you have blocked"),
    PING("", "measures how long the server takes to answer"),
    QUIT("", "leaves the chat");

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

    /** The command with this word in lower case, or null. */
    static @Nullable ConsoleCommand ofWord(String word) {
        return Stream.of(values())
                .filter(command -> command.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}
