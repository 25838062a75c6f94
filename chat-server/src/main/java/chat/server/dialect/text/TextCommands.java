// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.protocol.words.Deed;
import chat.protocol.words.KeepingLine;
import chat.protocol.words.TypedName;
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

    /** As no topic needs to be: takes it away. */
    private static final String NO_TOPIC = "-";

    /** What an invitation begins with. */
    private static final String INVITE = "invite_";

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
            case "/who" -> new Command.Members("", rest.isEmpty() ? room.name() : named(rest));
            case "/me" -> me(rest);
            case "/rooms" -> new Command.Rooms("");
            case "/history" -> new Command.History("", room.name(), new HistoryRange.Newest(), count(rest));
            case "/topic" ->
                rest.isEmpty()
                        ? new Command.Rooms(TOPIC_ONLY)
                        : new Command.Topic("", room.name(), rest.equals(NO_TOPIC) ? "" : rest);
            case "/msg" -> message(rest);
            case "/block" -> {
                AccountName name = TypedName.of(rest);
                yield new Command.Block("no direct messages between you and " + name + " any more", name);
            }
            case "/unblock" -> {
                AccountName name = TypedName.of(rest);
                yield new Command.Unblock("direct messages between you and " + name + " again", name);
            }
            case "/blocks" -> new Command.Blocks("");
            case "/login" -> login(rest);
            case "/register" -> register(rest);
            case "/password" -> password(rest);
            case "/ping" -> new Command.Ping("", null);
            case "/help" -> new Command.Ping(HELP, null);
            case "/quit" -> new Command.Quit();
            default -> keeping(word, rest);
        };
    }

    private Command keeping(String word, String rest) {
        Command command = KeepingLine.parse(word, rest, "", room.name());
        if (command == null) {
            throw new RejectedException(
                    ErrorCode.UNKNOWN_COMMAND,
                    "there is no such command: /help lists them, and // says a line that begins with a slash");
        }
        return command;
    }

    private static Command join(String rest) {
        if (rest.isEmpty()) {
            throw new RejectedException(ErrorCode.MISSING_FIELD, "which room? (expected: /join #room)");
        }
        return new Command.Join("", named(rest), null, null);
    }

    /** A room as a person writes it, with its # or without. */
    private static RoomName named(String word) {
        return new RoomName(word.startsWith("#") ? word : "#" + word);
    }

    /** What the console says, too: for the server it is a text like any other. */
    private Command me(String rest) {
        if (rest.isEmpty()) {
            throw new RejectedException(ErrorCode.MISSING_FIELD, "doing what? (expected: /me TEXT)");
        }
        return new Command.Send("", room.name(), Deed.message(rest), null);
    }

    private Command leave() {
        if (room.name().equals(room.defaultRoom())) {
            throw new RejectedException(
                    ErrorCode.NOT_JOINED, "this is the room where everybody begins (expected: /join or /quit)");
        }
        return new Command.Join("", room.defaultRoom(), null, null);
    }

    private Command message(String rest) {
        String[] words = rest.split("\\s+", 2);
        AccountName self = room.self();
        if (rest.isEmpty()) {
            throw new RejectedException(
                    ErrorCode.MISSING_FIELD, "to whom, and what? (expected: /msg NAME TEXT, or /msg NAME to read)");
        }
        if (self == null) {
            throw new RejectedException(ErrorCode.HELLO_FIRST, "nobody is signed in");
        }
        RoomName direct = RoomName.direct(self, TypedName.of(words[0]));
        return words.length == 1
                ? new Command.History("", direct, new HistoryRange.Newest(), DEFAULT_HISTORY)
                : new Command.Send("", direct, words[1], null);
    }

    private static Command nick(String rest) {
        AccountName name = new AccountName(rest);
        return new Command.Nick("you are now " + name, name);
    }

    /** The password is all that follows the name: it may have been chosen elsewhere, with spaces in it. */
    private static Command login(String rest) {
        String[] words = rest.split("\\s+", 2);
        if (words.length < 2) {
            throw new RejectedException(
                    ErrorCode.MISSING_FIELD, "who, and with which password? (expected: /login NAME PASSWORD)");
        }
        Credentials credentials = new Credentials.OfAccount(new AccountName(words[0]), secret(words[1]));
        return new Command.Hello(Command.PROTOCOL_VERSION, "text", null, null, null, credentials);
    }

    private static Command register(String rest) {
        String[] words = rest.split("\\s+");
        if (words.length < 2 || words.length > 3) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "what? (expected: /register NAME PASSWORD [INVITE]; only the console client takes a password with spaces)");
        }
        if (words.length > 2 && !words[2].startsWith(INVITE)) {
            // Without it, as it may be the rest of a password.
            throw new RejectedException(
                    ErrorCode.INVITE_INVALID,
                    "the third word is no invitation, and a password has no spaces here (expected: /register NAME PASSWORD"
                            + " [INVITE]; the console client takes them)");
        }
        AccountName name = new AccountName(words[0]);
        return new Command.Register(
                "the account " + name + " has been made, /login signs in",
                name,
                secret(words[1]),
                words.length < 3 ? null : secret(words[2]));
    }

    private static Command password(String rest) {
        String[] words = rest.split("\\s+");
        if (words.length != 2) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "which? (expected: /password OLD NEW; only the console client takes passwords with spaces)");
        }
        return new Command.ChangePassword("the password has been changed", secret(words[0]), secret(words[1]));
    }

    private static Secret secret(String text) {
        if (text.length() > Secret.MAX_LENGTH) {
            // Not what it was: it is never shown again.
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "that is too long (expected: at most " + Secret.MAX_LENGTH + " characters each)");
        }
        return new Secret(text);
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
