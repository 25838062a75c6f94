// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.PresenceState;
import chat.protocol.message.RoomName;
import chat.server.audit.AuditTrail;
import chat.server.config.DeletedMessages;
import chat.server.room.BannedAddressBook;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.store.CommitWriter;
import chat.server.store.memory.MemoryStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandRouterTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName GARDEN = new RoomName("#garden");
    private static final CommandRules RULES =
            new CommandRules(100, 20, 3, 5, 1_000_000, 2, LOBBY, 2, 100, 100, 100, 100);

    private final AtomicLong millis = new AtomicLong(1_000);
    private final MemoryStore store =
            new MemoryStore(10, 1 << 20, DeletedMessages.KEEP, new TickingClock(), new QuietObserver());
    private final RoomDirectory rooms = new RoomDirectory(store, 3);
    private final List<Throwable> bugs = new ArrayList<>();
    private final FakeCaller ann = new FakeCaller("ann");
    private final CommandRouter router = new CommandRouter(
            rooms,
            store,
            new FakeAttendance(),
            new FakePeople(),
            RULES,
            Clock.systemUTC(),
            new AuditTrail(store::audit, Clock.systemUTC()),
            new BannedAddressBook(store::bannedAddresses, rooms, Clock.systemUTC()),
            new FakeWhereabouts());

    @BeforeEach
    void startStore() {
        store.start(batch -> {
            for (var commit : batch.rooms()) {
                Room room = rooms.find(commit.head().room());
                assertThat(room).isNotNull();
                room.apply(commit.entries());
            }
            batch.acknowledgements().forEach(ack -> ack.home().execute(ack::give));
        });
    }

    @AfterEach
    void closeStore() {
        store.close();
        assertThat(bugs).isEmpty();
    }

    @Test
    void aFirstJoinMakesTheRoom() {
        assertThat(joined(join(LOBBY))).satisfies(joined -> {
            assertThat(joined.room()).isEqualTo(LOBBY);
            assertThat(joined.head()).isZero();
            assertThat(joined.recovered()).isTrue();
            assertThat(joined.topic()).isEmpty();
            assertThat(joined.epoch()).isNotEmpty();
        });
        assertThat(ann.cursor(LOBBY)).isZero();
    }

    @Test
    void aFreshJoinBeginsAFewEntriesBeforeTheEnd() {
        send(8);

        assertThat(joined(join(LOBBY)).head()).isEqualTo(8);
        assertThat(ann.cursor(LOBBY)).isEqualTo(5);
    }

    @Test
    void aJoinSaysHowManyOfTheLastItWantsUpToAPage() {
        send(8);

        joined(ask(new Command.Join("r", LOBBY, null, 2)));
        assertThat(ann.cursor(LOBBY)).isEqualTo(6);
        joined(ask(new Command.Join("r", LOBBY, null, 0)));
        assertThat(ann.cursor(LOBBY)).isEqualTo(8);
        joined(ask(new Command.Join("r", LOBBY, null, 1_000)));
        assertThat(ann.cursor(LOBBY)).isEqualTo(3);
    }

    @Test
    void theLastEntriesAreNoMoreThanThereAre() {
        send(12);

        joined(ask(new Command.Join("r", LOBBY, null, 1_000)));
        assertThat(ann.cursor(LOBBY)).isEqualTo(7);
        send(GARDEN, "only one", null);
        joined(ask(new Command.Join("r", GARDEN, null, 5)));
        assertThat(ann.cursor(GARDEN)).isZero();
        assertThat(ann.heard()).as("no gap is told").isEmpty();
    }

    @Test
    void aJoinGoesOnFromAPosition() {
        send(8);

        assertThat(joined(resume(epoch(), 2, null)).recovered()).isTrue();
        assertThat(ann.cursor(LOBBY)).isEqualTo(2);
        assertThat(joined(resume(epoch(), 8, 1_008L)).recovered()).isTrue();
        assertThat(ann.cursor(LOBBY)).isEqualTo(8);
        assertThat(joined(resume(epoch(), 4, 1_004L)).recovered()).isTrue();
        assertThat(ann.cursor(LOBBY)).isEqualTo(4);
        assertThat(joined(resume(epoch(), 0, null)).recovered()).isTrue();
        assertThat(ann.cursor(LOBBY)).isZero();
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void aPositionBeforeTheFirstThatIsKeptIsNotRecovered() {
        send(15);
        assertThat(head().firstSeq()).isEqualTo(6);

        assertThat(joined(resume(epoch(), 5, null)).recovered()).isTrue();
        assertThat(joined(resume(epoch(), 4, null)).recovered()).isFalse();
        assertThat(ann.cursor(LOBBY)).as("the gap is told by whoever reads on").isEqualTo(4);
        assertThat(joined(resume(epoch(), 2, 77L)).recovered()).isFalse();
        assertThat(ann.cursor(LOBBY)).isEqualTo(2);
    }

    @Test
    void aPositionOfAnotherLogIsAFreshStartWithAGap() {
        send(8);
        Event.Gap gap = new Event.Gap(LOBBY, epoch(), 1, 5);

        assertFresh(resume("another-epoch", 4, null), gap);
        assertFresh(resume(epoch(), 9, null), gap);
        assertFresh(resume(epoch(), 8, 4_711L), gap);
        assertFresh(resume(epoch(), 4, 4_711L), gap);
    }

    private void assertFresh(Event answer, Event.Gap gap) {
        assertThat(joined(answer).recovered()).isFalse();
        assertThat(ann.cursor(LOBBY)).isEqualTo(5);
        assertThat(ann.heard()).containsExactly(gap);
        ann.heard().clear();
    }

    @Test
    void nobodyFollowsMoreRoomsThanAllowed() {
        join(LOBBY);
        join(GARDEN);

        assertRejected(join(new RoomName("#third")), ErrorCode.TOO_MANY_ROOMS);
        joined(join(LOBBY));
        assertThat(ask(new Command.Leave("r", LOBBY))).isEqualTo(new Event.Ok("r"));
        joined(join(new RoomName("#third")));
        ask(new Command.Leave("r", GARDEN));
        assertRejected(join(new RoomName("#fourth")), ErrorCode.TOO_MANY_ROOMS);
    }

    @Test
    void onlyWhoIsInARoomMaySpeakInIt() {
        assertRejected(ask(new Command.Send("r", LOBBY, "hi", null)), ErrorCode.NOT_JOINED);
        assertRejected(ask(new Command.Topic("r", LOBBY, "hi")), ErrorCode.NOT_JOINED);
        assertRejected(ask(new Command.Leave("r", LOBBY)), ErrorCode.NOT_JOINED);
        join(LOBBY);
        ask(new Command.Leave("r", LOBBY));
        assertRejected(ask(new Command.Send("r", LOBBY, "hi", null)), ErrorCode.NOT_JOINED);
    }

    @Test
    void aMessageIsAnsweredWithItsPlace() {
        join(LOBBY);

        assertThat(ask(new Command.Send("r", LOBBY, "hi", 7L)))
                .isEqualTo(new Event.Sent("r", LOBBY, 7, 1, 1_001, false));
        assertThat(ask(new Command.Send("s", LOBBY, "hi", 7L)))
                .isEqualTo(new Event.Sent("s", LOBBY, 7, 1, 1_001, true));
        assertThat(ask(new Command.Send("t", LOBBY, "ho", null)))
                .as("counted above all that were given")
                .isEqualTo(new Event.Sent("t", LOBBY, 8, 2, 1_003, false));
        assertThat(ask(new Command.Send("u", LOBBY, "ho", null))).isInstanceOf(Event.Sent.class);
        assertThat(head().lastSeq())
                .as("without an id it is a new one every time")
                .isEqualTo(3);
    }

    /** Once the server counted on from there, to numbers that the protocol does not have. */
    @Test
    void theCountEndsWhereTheProtocolsNumbersEnd() {
        join(LOBBY);
        send(LOBBY, "far", ClientMessageId.MAX_COUNTER);

        for (int i = 0; i < 2; i++) {
            assertThat(send(LOBBY, "hi", null)).isInstanceOfSatisfying(Event.Sent.class, sent -> {
                assertThat(sent.id()).isEqualTo(ClientMessageId.MAX_COUNTER);
                assertThat(sent.duplicate()).isFalse();
            });
        }
        assertThat(head().lastSeq()).isEqualTo(3);
    }

    @Test
    void aTextHasBounds() {
        join(LOBBY);

        assertRejected(send(LOBBY, "", null), ErrorCode.TEXT_EMPTY);
        assertThat(send(LOBBY, "x".repeat(100), null)).isInstanceOf(Event.Sent.class);
        assertRejected(send(LOBBY, "x".repeat(101), null), ErrorCode.TEXT_TOO_LONG);
        assertThat(send(LOBBY, "\u20ac".repeat(33), null)).isInstanceOf(Event.Sent.class);
        assertRejected(send(LOBBY, "\u20ac".repeat(34), null), ErrorCode.TEXT_TOO_LONG);
        assertRejected(send(LOBBY, "half \ud83d", null), ErrorCode.TEXT_CHARACTERS);
        assertRejected(send(LOBBY, "hi", 0L), ErrorCode.BAD_FIELD);
        assertRejected(ask(new Command.Topic("r", LOBBY, "x".repeat(21))), ErrorCode.TEXT_TOO_LONG);
    }

    @Test
    void aTopicIsSeenByWhoComesLater() {
        join(LOBBY);

        assertThat(ask(new Command.Topic("r", LOBBY, "tea"))).isEqualTo(new Event.Ok("r"));
        assertThat(joined(join(LOBBY)).topic()).isEqualTo("tea");
        ask(new Command.Topic("r", LOBBY, ""));
        assertThat(joined(join(LOBBY)).topic()).isEmpty();
        assertThat(head().lastSeq()).as("a topic is an entry").isEqualTo(2);
    }

    @Test
    void historyIsReadFromAnyPlaceWithoutJoining() {
        send(8);
        ask(new Command.Leave("r", LOBBY));

        assertThat(history(new HistoryRange.Newest(), 3)).containsExactly(6L, 7L, 8L);
        assertThat(history(new HistoryRange.Before(6), 3)).containsExactly(3L, 4L, 5L);
        assertThat(history(new HistoryRange.Before(1_000), 2)).containsExactly(7L, 8L);
        assertThat(history(new HistoryRange.Before(1), 3)).isEmpty();
        assertThat(history(new HistoryRange.After(0), 2)).containsExactly(1L, 2L);
        assertThat(history(new HistoryRange.After(6), 5)).containsExactly(7L, 8L);
        assertThat(history(new HistoryRange.After(8), 5)).isEmpty();
        assertThat(history(new HistoryRange.At(1_007), 5)).containsExactly(7L, 8L);
        assertThat(history(new HistoryRange.After(0), 100))
                .as("a page at the most")
                .hasSize(5);
    }

    @Test
    void aPageSaysThatItsBeginningIsGone() {
        send(15);

        assertThat(page(new HistoryRange.After(2), 2)).satisfies(page -> {
            assertThat(page.complete()).isFalse();
            assertThat(page.entries()).extracting(LogEntry::seq).containsExactly(6L, 7L);
        });
        assertThat(page(new HistoryRange.Before(8), 5).complete()).isFalse();
        assertThat(page(new HistoryRange.Newest(), 5).complete()).isTrue();
    }

    @Test
    void aRoomThatNobodyMadeHasNoHistory() {
        assertRejected(ask(new Command.History("r", GARDEN, new HistoryRange.Newest(), 1)), ErrorCode.NO_SUCH_ROOM);
        assertRejected(ask(new Command.Members("r", GARDEN)), ErrorCode.NO_SUCH_ROOM);
    }

    @Test
    void longListsAreCut() {
        join(LOBBY);
        join(GARDEN);
        ask(new Command.Leave("r", LOBBY));
        join(new RoomName("#third"));

        assertThat(ask(new Command.Rooms("r")))
                .isEqualTo(new Event.RoomList(
                        "r", List.of(new Event.RoomSummary(GARDEN, 3, ""), new Event.RoomSummary(LOBBY, 3, ""))));
        assertThat(ask(new Command.Members("r", LOBBY)))
                .isEqualTo(new Event.MemberList(
                        "r",
                        LOBBY,
                        List.of(
                                new Event.Member(new AccountName("a"), PresenceState.ONLINE),
                                new Event.Member(new AccountName("b"), PresenceState.ONLINE))));
    }

    @Test
    void theRestIsAnsweredAtOnce() {
        assertThat(ask(new Command.Ping("r", "data"))).isEqualTo(new Event.Pong("r", "data"));
        assertThat(ask(new Command.Nick("r", new AccountName("anna")))).isEqualTo(new Event.Ok("r"));
        assertThat(ann.name().value()).isEqualTo("anna");
        assertRejected(ask(new Command.Nick("r", FakeCaller.TAKEN)), ErrorCode.NAME_TAKEN);
        assertRejected(ask(new Command.Hello(1, "c", null, null, null)), ErrorCode.HELLO_TWICE);
    }

    @Test
    void whatTheStoreRefusesIsAnswered() {
        join(LOBBY);
        store.close();

        assertRejected(ask(new Command.Send("r", LOBBY, "hi", null)), ErrorCode.BUSY);
        assertRejected(ask(new Command.Topic("r", LOBBY, "hi")), ErrorCode.BUSY);
    }

    @Test
    void whoeverMayOnlyReadMakesNoRoomAndWritesNothing() {
        ann.with(Rights.READ_ONLY);
        assertRejected(ask(new Command.Join("1", LOBBY, null, null)), ErrorCode.NO_SUCH_ROOM);
        ann.with(Rights.ALL);
        join(LOBBY);
        ann.with(Rights.READ_ONLY);

        assertRejected(ask(new Command.Send("1", LOBBY, "hi", null)), ErrorCode.SIGN_IN_REQUIRED);
        assertThat(join(LOBBY)).isInstanceOf(Event.Joined.class);
        ann.with(new Rights(true, Set.of(GARDEN)));
        assertRejected(ask(new Command.Send("1", LOBBY, "hi", null)), ErrorCode.FORBIDDEN);
        assertThat(((Event.RoomList) ask(new Command.Rooms("1"))).rooms()).isEmpty();
    }

    private Event ask(Command command) {
        CompletableFuture<Event> answer = new CompletableFuture<>();
        router.route(command, ann, new Answer(command.ref(), new Answer.Sink() {
            @Override
            public void answered(Event event) {
                assertThat(answer.complete(event)).as("answered once").isTrue();
            }

            @Override
            public void bug(Throwable cause) {
                bugs.add(cause);
            }
        }));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Event join(RoomName room) {
        return ask(new Command.Join("r", room, null, null));
    }

    private Event resume(String epoch, long seq, @Nullable Long at) {
        return ask(new Command.Join("r", LOBBY, new Position(epoch, seq, at), null));
    }

    private Event send(RoomName room, String text, @Nullable Long id) {
        join(room);
        return ask(new Command.Send("r", room, text, id));
    }

    /** Entries 1, 2, 3, … at 1,001, 1,002, 1,003, … */
    private void send(int count) {
        join(LOBBY);
        for (int i = 0; i < count; i++) {
            assertThat(ask(new Command.Send("r", LOBBY, "text", null))).isInstanceOf(Event.Sent.class);
        }
    }

    private List<Long> history(HistoryRange range, int limit) {
        return page(range, limit).entries().stream().map(LogEntry::seq).toList();
    }

    private Event.Page page(HistoryRange range, int limit) {
        return (Event.Page) ask(new Command.History("r", LOBBY, range, limit));
    }

    private chat.server.log.LogHead head() {
        return Objects.requireNonNull(rooms.find(LOBBY)).head();
    }

    private String epoch() {
        return head().epoch();
    }

    private static Event.Joined joined(Event answer) {
        assertThat(answer).isInstanceOf(Event.Joined.class);
        return (Event.Joined) answer;
    }

    private static void assertRejected(Event answer, ErrorCode code) {
        assertThat(answer).isInstanceOfSatisfying(Event.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
        });
    }

    private static final class FakeAttendance implements Attendance {
        @Override
        public List<AccountName> in(RoomName room) {
            return List.of(new AccountName("a"), new AccountName("b"), new AccountName("c"));
        }

        @Override
        public int count(RoomName room) {
            return 3;
        }
    }

    private static final class QuietObserver implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {
            // Of no interest here.
        }

        @Override
        public void bug() {
            throw new AssertionError("a bug");
        }
    }

    /** A millisecond passes with each commit. */
    private final class TickingClock extends Clock {
        @Override
        public java.time.Instant instant() {
            return java.time.Instant.ofEpochMilli(millis.incrementAndGet());
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
