// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.account.AccountChange;
import chat.server.account.AccountState;
import chat.server.account.NewAccount;
import chat.server.account.PasswordHash;
import chat.server.config.DeletedMessages;
import chat.server.log.Append;
import chat.server.log.LogHead;
import chat.server.log.LogRange;
import chat.server.log.SenderId;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the messages of an account that is deleted, whatever they are kept in. */
public abstract class ErasureContract {

    protected static final RoomName OPS = new RoomName("#ops");
    private static final RoomName GARDEN = new RoomName("#garden");
    private static final AccountName ANN = new AccountName("Ann");
    private static final AccountName BEN = new AccountName("ben");

    protected final SteppingClock clock = new SteppingClock();
    protected final RecordingListener listener = new RecordingListener();
    private @Nullable ChatStore store;

    /** A store that has not been started. */
    protected abstract ChatStore create(DeletedMessages deletedMessages, Clock storeClock);

    /** Lets the store do what it does in the course of time. */
    protected abstract void pass(ChatStore passed);

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void theNameGoesAndWhatWasSaidStays() {
        ChatStore open = open(DeletedMessages.ANONYMISE);
        saySomething(open);

        delete(open);

        assertThat(entries(open, OPS))
                .containsExactly(
                        "1 Ann: before there was an account",
                        "2 deleted-1: one",
                        "3 ben: hello Ann",
                        "4 ben role deleted-1",
                        "5 deleted-1 mute ben",
                        "6 ben kick deleted-1 rude to Ann",
                        "7 deleted-1 topic about Ann");
        assertThat(entries(open, GARDEN)).containsExactly("1 ben: nothing of Ann's");
        assertThat(listener.rewritten()).contains(OPS).doesNotContain(GARDEN);
    }

    @Test
    void whatWasSaidGoesAndItsPlaceStays() {
        ChatStore open = open(DeletedMessages.REMOVE);
        saySomething(open);

        delete(open);

        assertThat(entries(open, OPS))
                .containsExactly(
                        "1 Ann: before there was an account",
                        "2 deleted-1 deleted",
                        "3 ben: hello Ann",
                        "4 ben role deleted-1",
                        "5 deleted-1 mute ben",
                        "6 ben kick deleted-1 rude to Ann",
                        "7 deleted-1 topic about Ann");
    }

    @Test
    void orEverythingStays() {
        ChatStore open = open(DeletedMessages.KEEP);
        saySomething(open);
        List<String> before = entries(open, OPS);

        delete(open);

        assertThat(entries(open, OPS)).isEqualTo(before);
        assertThat(listener.rewritten()).isEmpty();
    }

    @Test
    void theRoomGoesOnBehindIt() {
        ChatStore open = open(DeletedMessages.REMOVE);
        saySomething(open);
        delete(open);

        append(open, OPS, BEN, new RoomEvent.Message(1, "next"));

        assertThat(entries(open, OPS)).last().isEqualTo("8 ben: next");
    }

    protected final ChatStore open(DeletedMessages deletedMessages) {
        ChatStore created = create(deletedMessages, clock);
        created.start(listener);
        store = created;
        return created;
    }

    protected final void saySomething(ChatStore open) {
        clock.at(1_000);
        append(open, OPS, ANN, new RoomEvent.Message(1, "before there was an account"));
        clock.at(2_000);
        get(open.accounts().add(new NewAccount(ANN, new PasswordHash("hash"), null, 2_000)));
        append(open, OPS, ANN, new RoomEvent.Message(1, "one"));
        append(open, OPS, BEN, new RoomEvent.Message(1, "hello Ann"));
        append(open, OPS, BEN, new RoomEvent.RoleGiven(ANN, Role.MODERATOR));
        append(open, OPS, ANN, new RoomEvent.Moderated(Measure.MUTE, BEN, null, ""));
        // In the spelling of whoever did it.
        append(open, OPS, BEN, new RoomEvent.Moderated(Measure.KICK, new AccountName("aNN"), null, "rude to Ann"));
        append(open, OPS, ANN, new RoomEvent.TopicChanged("about Ann"));
        append(open, GARDEN, BEN, new RoomEvent.Message(1, "nothing of Ann's"));
    }

    protected final void delete(ChatStore open) {
        clock.at(3_000);
        get(open.accounts().change(new AccountChange(1, 2_000, PasswordHash.NONE, AccountState.DELETED, true, 3_000)));
        clock.at(3_000 + 61_000);
        pass(open);
    }

    protected static List<String> entries(ChatStore open, RoomName room) {
        LogHead head = get(open.openRoom(room)).head();
        return get(open.read(head, new LogRange.After(0), 1_000_000, 1 << 30)).entries().stream()
                .map(ErasureContract::inWords)
                .toList();
    }

    private static String inWords(LogEntry entry) {
        RoomEvent event = entry.event();
        String who = entry.seq() + " " + entry.from();
        if (event instanceof RoomEvent.Message message) {
            return who + ": " + message.text();
        } else if (event instanceof RoomEvent.RoleGiven given) {
            return who + " role " + given.name();
        } else if (event instanceof RoomEvent.Moderated moderated) {
            return (who + " " + moderated.measure().wireName() + " " + moderated.name() + " " + moderated.reason())
                    .strip();
        } else if (event instanceof RoomEvent.TopicChanged topic) {
            return who + " topic " + topic.text();
        }
        return who + " " + event.type().wireName();
    }

    protected static void append(ChatStore open, RoomName room, AccountName from, RoomEvent event) {
        LogHead head = get(open.openRoom(room)).head();
        get(open.append(new Append(head, from, new SenderId("sender:" + from), event, null, Runnable::run)));
    }

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
