// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.words.KeepingLine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person types. The {@code ref} of a command is what to say when it is done, as there is nothing else that its
 * answer could be recognised by. Confined to the connection's event loop.
 */
final class TextCommands {

    /** The ref of the list of rooms from which only the topic of the current one is wanted. */
    static final String TOPIC_ONLY = "topic";

    /** The ref of a ping that is only there so that the help comes in its turn among the answers. */
    static final String HELP = "help";

    private static final int DEFAULT_HISTORY = 20;

    private final CurrentRoom room;

    TextCommands(CurrentRoom room) {
        this.room = room;
    }

    /**
     * The command that a line is.
     *
     * @return null for an empty line
     * @throws RejectedException if it cannot be understood
     */
    @Nullable
    Command parse(String line) {
        if (line.isBlank()) {
            return null;
        }
        if (line.equals("quit")) {
            return new Command.Quit();
        }
        if (!line.startsWith("/")) {
            return new Command.Send("", room.name(), line, null);
        }
        if (line.startsWith("//")) {
            return new Command.Send("", room.name(), line.substring(1), null);
        }
        int space = line.indexOf(' ');
        String word = (space < 0 ? line : line.substring(0, space)).toLowerCase(Locale.ROOT);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        return slash(word, rest);
    }

    private Command slash(String word, String rest) {
        return switch (word) {
            case "/join" -> join(rest);
            case "/leave" -> leave();
            case "/nick" -> nick(rest);
            case "/who" -> new Command.Members("", room.name());
            case "/rooms" -> new Command.Rooms("");
            case "/history" -> new Command.History("", room.name(), new HistoryRange.Newest(), count(rest));
            case "/topic" -> rest.isEmpty() ? new Command.Rooms(TOPIC_ONLY) : new Command.Topic("", room.name(), rest);
            case "/ping" -> new Command.Ping("", null);
            case "/help" -> new Command.Ping(HELP, null);
            case "/quit" -> new Command.Quit();
            default -> keeping(word, rest);
        };
    }

    private Command keeping(String word, String rest) {
        Command command = KeepingLine.parse(word, rest, "", room.name());
        if (command == null) {
            throw new RejectedException(ErrorCode.UNKNOWN_COMMAND, "there is no such command (expected: one of /help)");
        }
        return command;
    }

    private static Command join(String rest) {
        if (rest.isEmpty()) {
            throw new RejectedException(ErrorCode.MISSING_FIELD, "which room? (expected: /join #room)");
        }
        return new Command.Join("", new RoomName(rest.startsWith("#") ? rest : "#" + rest), null, null);
    }

    private Command leave() {
        if (room.name().equals(room.defaultRoom())) {
            throw new RejectedException(
                    ErrorCode.NOT_JOINED, "this is the room where everybody begins (expected: /join or /quit)");
        }
        return new Command.Join("", room.defaultRoom(), null, null);
    }

    private static Command nick(String rest) {
        AccountName name = new AccountName(rest);
        return new Command.Nick("you are now " + name, name);
    }

    private static int count(String rest) {
        if (rest.isEmpty()) {
            return DEFAULT_HISTORY;
        }
        try {
            int count = Integer.parseInt(rest);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, together with a number that is too small.
        }
        throw new RejectedException(ErrorCode.BAD_FIELD, "how many? (expected: /history and a number from 1)");
    }
}
