// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ConnectionState;
import chat.client.SendResult;
import chat.client.Unacknowledged;
import chat.client.console.window.Alert;
import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.Position;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.words.Deed;
import chat.protocol.words.KeepingLine;
import chat.protocol.words.TypedName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does what a person types. Thread-safe; never waits, but returns when what was typed is done. What goes wrong is shown, and
 * no stage of it fails.
 */
final class Interpreter {

    private static final int HISTORY_BY_DEFAULT = 20;

    /** As no topic needs to be: takes it away. */
    private static final String NO_TOPIC = "-";

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final ChatClient client;
    private final Place place;
    private final RecentNames names;
    private final Transcript transcript;
    private final Runnable quit;
    private final AtomicInteger refusals = new AtomicInteger();

    private final Entrance entrance;

    private volatile boolean leaving;

    /** @param quit called when the person wants to leave */
    Interpreter(ChatClient client, Place place, RecentNames names, Transcript transcript, Runnable quit) {
        this.client = client;
        this.place = place;
        this.names = names;
        this.transcript = transcript;
        this.quit = quit;
        this.entrance = new Entrance(client, place, names, transcript);
    }

    /** Enters a room, see {@link Entrance#join}. */
    CompletionStage<Void> join(RoomName room) {
        return entrance.join(room, null);
    }

    /** Enters a room where the person was before, see {@link Entrance#join}. */
    CompletionStage<Void> join(RoomName room, @Nullable Position after) {
        return entrance.join(room, after);
    }

    /**
     * Does what a line says.
     *
     * @return completes when it is done: for a message, when it is stored or refused
     */
    CompletionStage<Void> typed(String line) {
        TypedLine typed = TypedLine.of(line);
        if (typed instanceof TypedLine.Say say) {
            return say(say.text());
        }
        if (typed instanceof TypedLine.Do command) {
            return run(command);
        }
        if (typed instanceof TypedLine.Unknown unknown) {
            transcript.fault(CommandAdvice.on(unknown.word()));
        }
        return DONE;
    }

    /** Says something in the room where the person is. */
    CompletionStage<Void> say(String text) {
        if (entrance.isFinding()) {
            transcript.fault("nobody was told, as there is no connection yet to find out where /msg goes: " + text);
            return DONE;
        }
        RoomName room = entrance.spokenTo();
        if (room == null) {
            transcript.fault("you are in no room, so nobody was told: /join #room");
            return DONE;
        }
        if (place.view().closed().contains(room)) {
            transcript.fault("you are no longer in " + room + ", so nobody was told: /join " + room
                    + " tries to come back, /leave puts it away");
            return DONE;
        }
        return said(room, text, client.send(room, text)).thenAccept(result -> {});
    }

    /** Sends what was not acknowledged when the person was here the last time. */
    void sendAgain(List<Unacknowledged> messages) {
        if (!messages.isEmpty()) {
            transcript.notice(
                    messages.size() == 1
                            ? "1 message that was not acknowledged last time is sent again"
                            : messages.size() + " messages that were not acknowledged last time are sent again");
        }
        messages.forEach(message -> said(message.room(), message.text(), client.sendAgain(message)));
    }

    /** The person leaves: what was not acknowledged is the business of whoever ends this. */
    void leave() {
        leaving = true;
    }

    /** Completes with whether it is stored. */
    private CompletionStage<Boolean> said(RoomName room, String text, CompletionStage<SendResult> answer) {
        Board.Outcome outcome = transcript.saying(room, text);
        return answer.handle((result, failure) -> {
            if (failure != null) {
                refusals.incrementAndGet();
                ChatException cause = ChatException.behind(failure);
                boolean ended = cause instanceof ChatException.Ended;
                if (!(ended && leaving)) {
                    boolean unsure = ended || cause instanceof ChatException.Uncertain;
                    outcome.refused(unsure ? "perhaps not stored" : "not sent", words(failure));
                }
            } else if (result instanceof SendResult.Rejected rejected) {
                refusals.incrementAndGet();
                outcome.refused("not sent", words(rejected.code(), rejected.message()));
            } else if (result instanceof SendResult.Sent sent) {
                outcome.stored(sent);
                return true;
            }
            return false;
        });
    }

    /** How many messages were refused. */
    int refusals() {
        return refusals.get();
    }

    private CompletionStage<Void> run(TypedLine.Do typed) {
        String argument = typed.argument();
        try {
            return shown(
                    typed.command(),
                    switch (typed.command()) {
                        case HELP -> help(argument);
                        case JOIN -> entrance.enter(room(argument));
                        case LEAVE -> leave(argument);
                        case ME ->
                            argument.isEmpty()
                                    ? unsaid("what do you do? (expected: /me waves)")
                                    : say(Deed.message(argument));
                        case NICK -> nick(new AccountName(argument));
                        case WHO -> who(argument);
                        case ROOMS -> client.rooms().thenAccept(this::rooms);
                        case HISTORY -> history(argument);
                        case JUMP -> jump(argument);
                        case GO -> go(argument);
                        case NOTIFY -> alert(argument);
                        case TOPIC -> inRoom(room -> topic(room, argument));
                        case INVITE, KICK, BAN, UNBAN, MUTE, UNMUTE, ROLE, SET -> keep(typed.command(), argument);
                        case MSG -> message(argument);
                        case BLOCK -> block(TypedName.of(argument));
                        case UNBLOCK -> unblock(TypedName.of(argument));
                        case BLOCKS -> client.blocks().thenAccept(this::blocks);
                        case PING ->
                            client.ping()
                                    .thenAccept(time ->
                                            transcript.notice("the server answered in " + time.toMillis() + " ms"));
                        case QUIT -> {
                            quit.run();
                            yield DONE;
                        }
                    });
        } catch (RejectedException e) {
            transcript.fault(typed.command().usage() + ": " + e.reason());
        } catch (NumberFormatException e) {
            transcript.fault(typed.command().usage() + ": " + argument + " is no number from 1 on");
        }
        return DONE;
    }

    private CompletionStage<Void> unsaid(String why) {
        transcript.fault(why);
        return DONE;
    }

    private CompletionStage<Void> message(String argument) {
        String[] words = argument.split("\\s+", 2);
        AccountName name = TypedName.of(words[0]);
        CompletionStage<RoomName> direct = client.directRoom(name);
        return words.length == 1 ? entrance.enter(direct) : direct.thenCompose(room -> tellAlone(name, room, words[1]));
    }

    /** Says something to somebody alone and stays where the person is; what they say to each other has its place from then on. */
    private CompletionStage<Void> tellAlone(AccountName name, RoomName room, String text) {
        boolean opened = place.open(room);
        if (place.view().state() != ConnectionState.ONLINE && !room.equals(place.current())) {
            transcript.notice("to " + name + " alone, when there is a connection: " + text);
        }
        return said(room, text, client.send(room, text)).thenAccept(stored -> {
            if (stored) {
                transcript.board().saidAlone(name, room, text);
            } else if (opened && !room.equals(place.current())) {
                place.exit(room);
            }
        });
    }

    private CompletionStage<Void> topic(RoomName room, String argument) {
        if (argument.isEmpty()) {
            String topic = transcript.topic(room);
            transcript.notice(topic.isEmpty() ? room + " has no topic" : "the topic of " + room + ": " + topic);
            return DONE;
        }
        return client.topic(room, argument.equals(NO_TOPIC) ? "" : argument);
    }

    private CompletionStage<Void> block(AccountName name) {
        return client.block(name)
                .thenAccept(done -> transcript.notice("no direct messages between you and " + name + " any more"));
    }

    private CompletionStage<Void> unblock(AccountName name) {
        return client.unblock(name)
                .thenAccept(done -> transcript.notice("direct messages between you and " + name + " again"));
    }

    private void blocks(List<AccountName> blocked) {
        String list = blocked.stream().map(AccountName::value).collect(Collectors.joining(", "));
        transcript.notice(list.isEmpty() ? "you have blocked nobody" : "you have blocked " + list);
    }

    private CompletionStage<Void> keep(ConsoleCommand command, String argument) {
        return inRoom(room -> {
            // Understood now, for what is wrong with it to be said now; the ref is known when it is sent.
            String word = "/" + command.word();
            KeepingLine.parse(word, argument, "", room);
            return client.keep(ref -> Objects.requireNonNull(KeepingLine.parse(word, argument, ref, room)))
                    .thenAccept(this::noticeUnlessEmpty);
        });
    }

    private void noticeUnlessEmpty(String text) {
        if (!text.isEmpty()) {
            transcript.notice(text);
        }
    }

    private CompletionStage<Void> help(String topic) {
        List<String> lines = Help.about(topic, transcript.board().keys());
        if (lines.isEmpty()) {
            transcript.fault(CommandAdvice.on(topic));
        }
        lines.forEach(transcript::notice);
        return DONE;
    }

    private CompletionStage<Void> leave(String argument) {
        RoomName room = argument.isEmpty() ? entrance.spokenTo() : openRoom(argument);
        if (room == null || !place.view().rooms().contains(room)) {
            transcript.fault(room == null ? "you are in no room" : "you are not in " + room);
            return DONE;
        }
        place.exit(room);
        return client.leave(room).thenAccept(done -> transcript.notice("left " + room));
    }

    private CompletionStage<Void> nick(AccountName name) {
        return client.nick(name).thenAccept(done -> transcript.renamed(name));
    }

    private CompletionStage<Void> who(String argument) {
        RoomName named = argument.isEmpty() ? entrance.spokenTo() : room(argument);
        if (named == null) {
            transcript.fault("you are in no room");
            return DONE;
        }
        return client.members(named).thenAccept(members -> {
            members.forEach(member -> names.present(member.name()));
            String list = members.stream()
                    .map(member -> member.name().value())
                    .sorted()
                    .collect(Collectors.joining(", "));
            transcript.notice(named + ": " + (list.isEmpty() ? "nobody" : list));
        });
    }

    private void rooms(List<Event.RoomSummary> rooms) {
        for (Event.RoomSummary room : rooms) {
            AccountName with = room.direct();
            if (with != null) {
                transcript.notice(room.room() + " (/msg " + with + ")");
                continue;
            }
            transcript.notice(
                    room.room() + " (" + room.members() + ")" + (room.topic().isEmpty() ? "" : ": " + room.topic()));
        }
        if (rooms.isEmpty()) {
            transcript.notice("there are no rooms");
        }
    }

    private CompletionStage<Void> history(String argument) {
        int count = argument.isEmpty() ? HISTORY_BY_DEFAULT : Integer.parseInt(argument);
        if (count < 1) {
            throw new NumberFormatException();
        }
        return inRoom(
                room -> transcript.board().goBack(room, count) ? DONE : tell(room, new HistoryRange.Newest(), count));
    }

    private CompletionStage<Void> jump(String argument) {
        HistoryRange from =
                argument.isEmpty() ? new HistoryRange.Newest() : JumpTarget.of(argument, transcript.clock());
        if (from == null) {
            transcript.fault(ConsoleCommand.JUMP.usage() + ": " + argument
                    + " is neither (expected: 2026-11-23, 14:30, 2026-11-23 14:30 or #48213)");
            return DONE;
        }
        return inRoom(room -> transcript.board().goTo(room, from) ? DONE : tell(room, from, HISTORY_BY_DEFAULT));
    }

    private CompletionStage<Void> tell(RoomName room, HistoryRange from, int count) {
        return client.readHistory(room, from, count, page -> page.entries().forEach(transcript::entry))
                .thenAccept(complete -> {
                    if (!complete) {
                        transcript.notice("earlier messages are no longer kept");
                    }
                });
    }

    private CompletionStage<Void> go(String argument) {
        RoomName room = RoomGuess.of(argument, place.view().rooms());
        if (room == null) {
            transcript.fault("you are in no room like " + argument + ": /join enters one");
        } else {
            enter(room);
        }
        return DONE;
    }

    /** Goes to a room that is open. */
    void enter(RoomName room) {
        entrance.stay();
        place.enter(room);
    }

    private CompletionStage<Void> alert(String argument) {
        if (argument.isEmpty()) {
            return inRoom(room -> {
                Alert now = transcript.board().alert(room);
                transcript.notice(
                        now == null
                                ? "plain lines call nobody: /notify is for the window"
                                : "you are called in " + room + " for: " + now.word() + " ("
                                        + ConsoleCommand.NOTIFY.usage() + ")");
                return DONE;
            });
        }
        Alert alert = Alert.ofWord(argument.toLowerCase(Locale.ROOT));
        if (alert == null) {
            transcript.fault(ConsoleCommand.NOTIFY.usage() + ": " + argument + " is none of these");
            return DONE;
        }
        return inRoom(room -> {
            transcript.notice(
                    transcript.board().alert(room, alert)
                            ? "you are called in " + room + " for: " + alert.word()
                            : "plain lines call nobody: /notify is for the window");
            return DONE;
        });
    }

    private CompletionStage<Void> inRoom(Function<RoomName, CompletionStage<Void>> task) {
        @Nullable RoomName room = entrance.spokenTo();
        if (room == null) {
            transcript.fault("you are in no room: /join #room");
            return DONE;
        }
        return task.apply(room);
    }

    private CompletionStage<Void> shown(ConsoleCommand command, CompletionStage<Void> stage) {
        return stage.exceptionally(failure -> {
            boolean offline = ChatException.behind(failure) instanceof ChatException.NotConnected;
            transcript.fault((offline ? "/" + command.word() + " was not done: " : "") + words(failure));
            return null;
        });
    }

    /** One of the rooms that are open, where a direct one may be named by the other person. */
    private RoomName openRoom(String argument) {
        if (!argument.startsWith("@") || argument.contains(",")) {
            return room(argument);
        }
        AccountName other = TypedName.of(argument);
        List<RoomName> with = place.view().rooms().stream()
                .filter(room -> room.otherThan(other) != null)
                .toList();
        if (with.size() != 1) {
            throw new RejectedException(
                    ErrorCode.NAME_CHARACTERS,
                    argument + " is no open conversation (expected: both names, as the status line shows it)");
        }
        return with.get(0);
    }

    /** A room as a person writes it, with its # or without; a direct one as the bar shows it. */
    private static RoomName room(String argument) {
        return new RoomName(
                argument.isEmpty() || argument.startsWith("#") || argument.startsWith("@") ? argument : "#" + argument);
    }

    private static String words(Throwable failure) {
        ChatException expected = ChatException.behind(failure);
        if (expected instanceof ChatException.Refused refused) {
            return words(refused.code(), refused.reason());
        }
        return expected == null ? failure.toString() : expected.reason();
    }

    private static String words(ErrorCode code, String reason) {
        return code == ErrorCode.SIGN_IN_REQUIRED ? reason + " (/login says how)" : reason;
    }
}
