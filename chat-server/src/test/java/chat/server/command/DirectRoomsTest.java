// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.Measure;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.audit.AuditRecord;
import chat.server.audit.AuditTrail;
import chat.server.config.DeletedMessages;
import chat.server.log.Append;
import chat.server.room.BannedAddressBook;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose direct rooms are, and who may say something in them. */
class DirectRoomsTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OURS = new RoomName("@ann,bob");
    private static final CommandRules RULES =
            new CommandRules(100, 20, 3, 5, 1_000_000, 100, LOBBY, 100, 100, 100, 2, 2);

    private final MemoryStore store =
            new MemoryStore(1_000, 1 << 20, DeletedMessages.KEEP, Clock.systemUTC(), new QuietObserver());
    private final RoomDirectory rooms = new RoomDirectory(store, 10);
    private final FakePeople people = new FakePeople();
    private final List<AccountName> present = new ArrayList<>();
    private final CommandRouter router = new CommandRouter(
            rooms,
            store,
            new Present(),
            people,
            RULES,
            Clock.systemUTC(),
            new AuditTrail(store::audit, Clock.systemUTC()),
            new BannedAddressBook(store::bannedAddresses, rooms, Clock.systemUTC()),
            new FakeWhereabouts());
    private final FakeCaller ann = people.add("Ann");
    private final FakeCaller bob = people.add("bob");
    private final FakeCaller eve = people.add("eve");
    private final FakeCaller guest = new FakeCaller("guest1");

    @BeforeEach
    void openStore() {
        store.start(batch -> {
            batch.rooms()
                    .forEach(commit -> Objects.requireNonNull(
                                    rooms.find(commit.head().room()))
                            .apply(commit.entries()));
            batch.acknowledgements().forEach(ack -> ack.home().execute(ack::give));
        });
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void whoBlocksWhomIsInTheAuditLog() {
        ask(ann, new Command.Block("r", bob.name()));
        ask(ann, new Command.Unblock("r", bob.name()));

        assertThat(store.audit().newest(10).toCompletableFuture().join())
                .extracting(kept -> kept.actor().name() + " " + kept.action() + " " + kept.subject())
                .containsExactlyInAnyOrder("Ann blocked bob", "Ann unblocked bob");
    }

    @Test
    void bothComeToTheSameRoomHoweverTheyNameIt() {
        assertThat(joined(ask(ann, direct("BOB"))).room()).isEqualTo(OURS);
        assertThat(joined(ask(bob, direct("ann"))).room()).isEqualTo(OURS);
        assertThat(joined(ask(bob, new Command.Join("r", OURS, null, null))).room())
                .isEqualTo(OURS);
        assertThat(ask(ann, say(OURS, 1))).isInstanceOf(Event.Sent.class);
        Event.Page page = (Event.Page) ask(bob, history(OURS));
        assertThat(page.entries()).hasSize(1);
    }

    @Test
    void nobodyBecomesAMemberAndNobodyOwnsIt() {
        ask(ann, direct("bob"));
        ask(bob, direct("ann"));
        assertThat(Objects.requireNonNull(rooms.find(OURS)).head().lastSeq()).isZero();
    }

    @Test
    void aMessageNeedsNoJoinAndOpensTheRoom() {
        assertThat(ask(ann, say(OURS, 1))).isInstanceOf(Event.Sent.class);
        assertThat(Objects.requireNonNull(rooms.find(OURS)).head().lastSeq()).isEqualTo(1);
    }

    @Test
    void toOthersItIsAsIfThereWereNone() {
        RoomName none = new RoomName("@carl,dora");
        ask(ann, direct("bob"));
        for (FakeCaller outsider : List.of(eve, guest)) {
            for (List<Command> pair : List.of(
                    List.<Command>of(new Command.Join("r", OURS, null, null), new Command.Join("r", none, null, null)),
                    List.<Command>of(
                            new Command.Join("r", OURS, null, null, true),
                            new Command.Join("r", none, null, null, true)),
                    List.<Command>of(history(OURS), history(none)),
                    List.<Command>of(new Command.Members("r", OURS), new Command.Members("r", none)),
                    List.<Command>of(new Command.Topic("r", OURS, "t"), new Command.Topic("r", none, "t")),
                    List.<Command>of(new Command.Leave("r", OURS), new Command.Leave("r", none)),
                    List.<Command>of(
                            new Command.GiveRole("r", OURS, eve.name(), Role.OWNER),
                            new Command.GiveRole("r", none, eve.name(), Role.OWNER)),
                    List.<Command>of(
                            new Command.Moderate("r", OURS, Measure.INVITE, eve.name(), null, null),
                            new Command.Moderate("r", none, Measure.INVITE, eve.name(), null, null)),
                    List.<Command>of(
                            new Command.Configure("r", OURS, Access.PUBLIC, null, null),
                            new Command.Configure("r", none, Access.PUBLIC, null, null)),
                    List.<Command>of(say(OURS, 1), say(none, 1)))) {
                assertThat(words(ask(outsider, pair.get(0))))
                        .isEqualTo(words(ask(outsider, pair.get(1))).replace(none.value(), OURS.value()));
            }
            Event.RoomList list = (Event.RoomList) ask(outsider, new Command.Rooms("r"));
            assertThat(list.rooms()).isEmpty();
        }
        assertThat(rooms.find(none)).isNull();
    }

    @Test
    void theTwoSeeItAmongTheirRooms() {
        ask(ann, direct("bob"));
        ask(ann, say(OURS, 1));
        Event.RoomList list = (Event.RoomList) ask(bob, new Command.Rooms("r"));
        assertThat(list.rooms()).containsExactly(new Event.RoomSummary(OURS, 0, "", new AccountName("ann"), 1L));
    }

    @Test
    void aGuestIsToldThatItTakesAnAccount() {
        rejected(ask(guest, direct("ann")), ErrorCode.SIGN_IN_REQUIRED);
        rejected(ask(guest, new Command.Block("r", ann.name())), ErrorCode.SIGN_IN_REQUIRED);
        rejected(ask(guest, new Command.Blocks("r")), ErrorCode.SIGN_IN_REQUIRED);
        rejected(ask(ann, direct("guest1")), ErrorCode.NO_SUCH_ACCOUNT);
        rejected(ask(ann, direct("ANN")), ErrorCode.BAD_FIELD);
        assertThat(rooms.directsOf(1)).isEmpty();
    }

    @Test
    void itIsBoundToTheAccountsAndNotToTheirNames() {
        ask(ann, direct("bob"));
        ask(ann, say(OURS, 1));
        FakeCaller other = FakeCaller.account("bob", 99);
        rejected(ask(other, direct("ann")), ErrorCode.NO_SUCH_ROOM);
        rejected(ask(other, history(OURS)), ErrorCode.NO_SUCH_ROOM);
        rejected(ask(other, say(OURS, 1)), ErrorCode.NO_SUCH_ROOM);
    }

    @Test
    void nobodyKeepsItLikeARoom() {
        ask(ann, direct("bob"));
        for (Command command : List.of(
                new Command.Topic("r", OURS, "t"),
                new Command.GiveRole("r", OURS, bob.name(), Role.OWNER),
                new Command.Moderate("r", OURS, Measure.BAN, bob.name(), null, null),
                new Command.Configure("r", OURS, Access.PUBLIC, null, null))) {
            Event answer = ask(ann, command);
            rejected(answer, ErrorCode.FORBIDDEN);
            assertThat(words(answer)).contains("conversation of two");
        }
    }

    @Test
    void whoIsBlockedReachesNobodyAndWhatWasSaidStays() {
        ask(ann, direct("bob"));
        ask(bob, direct("ann"));
        Event first = ask(bob, say(OURS, 1));
        assertThat(ask(ann, new Command.Block("r", bob.name()))).isEqualTo(new Event.Ok("r"));

        rejected(ask(bob, say(OURS, 2)), ErrorCode.BLOCKED);
        rejected(ask(ann, say(OURS, 1)), ErrorCode.BLOCKED);
        assertThat(((Event.Page) ask(bob, history(OURS))).entries()).hasSize(1);
        joined(ask(bob, direct("ann")));
        assertThat(ask(bob, say(OURS, 1)))
                .as("what is stored is answered, whenever it comes again")
                .isEqualTo(duplicate((Event.Sent) first));

        assertThat(ask(ann, new Command.Blocks("r"))).isEqualTo(new Event.BlockList("r", List.of(bob.name())));
        assertThat(ask(bob, new Command.Blocks("r"))).isEqualTo(new Event.BlockList("r", List.of()));
        assertThat(ask(ann, new Command.Unblock("r", bob.name()))).isEqualTo(new Event.Ok("r"));
        assertThat(ask(bob, say(OURS, 3))).isInstanceOf(Event.Sent.class);
    }

    @Test
    void whatChangesNothingIsNotTakenDown() {
        for (int i = 0; i < 3; i++) {
            assertThat(ask(ann, new Command.Block("r", bob.name()))).isEqualTo(new Event.Ok("r"));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(ask(ann, new Command.Unblock("r", bob.name()))).isEqualTo(new Event.Ok("r"));
        }
        assertThat(store.audit().newest(10).toCompletableFuture().join())
                .extracting(AuditRecord.Kept::action)
                .containsExactly("blocked", "unblocked");
    }

    @Test
    void whoHasBlockedSomebodyOrIsBlockedSeesOnlyThemselves() {
        ask(ann, direct("bob"));
        ask(ann, say(OURS, 1));
        present.addAll(List.of(ann.name(), bob.name()));
        assertThat(membersSeenBy(bob)).containsExactly(ann.name(), bob.name());
        ask(ann, new Command.Block("r", bob.name()));

        assertThat(membersSeenBy(bob)).containsExactly(bob.name());
        assertThat(membersSeenBy(ann)).containsExactly(ann.name());
        present.remove(bob.name());
        assertThat(membersSeenBy(bob)).isEmpty();
        assertThat(((Event.RoomList) ask(bob, new Command.Rooms("r"))).rooms())
                .filteredOn(room -> room.room().equals(OURS))
                .extracting(Event.RoomSummary::members)
                .containsExactly(0);
    }

    @Test
    void aRoomInWhichNothingWasSaidIsInNobodysList() {
        ask(ann, direct("bob"));
        for (FakeCaller each : List.of(ann, bob)) {
            assertThat(((Event.RoomList) ask(each, new Command.Rooms("r"))).rooms())
                    .extracting(Event.RoomSummary::room)
                    .doesNotContain(OURS);
        }
        ask(ann, say(OURS, 1));
        assertThat(((Event.RoomList) ask(bob, new Command.Rooms("r"))).rooms())
                .extracting(Event.RoomSummary::room)
                .contains(OURS);
    }

    private List<AccountName> membersSeenBy(FakeCaller caller) {
        return ((Event.MemberList) ask(caller, new Command.Members("r", OURS)))
                .members().stream().map(Event.Member::name).toList();
    }

    @Test
    void whoIsBlockedOpensNoRoom() {
        ask(ann, new Command.Block("r", bob.name()));
        rejected(ask(bob, direct("ann")), ErrorCode.BLOCKED);
        rejected(ask(bob, say(OURS, 1)), ErrorCode.BLOCKED);
        assertThat(rooms.find(OURS)).isNull();
    }

    @Test
    void whatIsUnderWayWhenABlockComesIsNotStoredBehindIt() {
        ask(ann, direct("bob"));
        ask(bob, direct("ann"));
        CompletableFuture<Event> answer = new CompletableFuture<>();
        CompletableFuture<Void> held = new CompletableFuture<>();
        // What comes behind this is queued, and the writer has not come to it yet.
        var unused = store.append(new Append(
                Objects.requireNonNull(rooms.find(OURS)).head(),
                ann.name(),
                ann.id(),
                new RoomEvent.Message(1, "x"),
                null,
                Runnable::run,
                null,
                held::join));
        router.route(say(OURS, 1), bob, new Answer("r", new Sink(answer)));
        people.block(1, 2, 10);
        held.complete(null);
        rejected(answer.orTimeout(10, TimeUnit.SECONDS).join(), ErrorCode.BLOCKED);
        assertThat(Objects.requireNonNull(rooms.find(OURS)).head().lastSeq())
                .as("what was before the block, and nothing behind it")
                .isEqualTo(1);
    }

    @Test
    void whatADeletedAccountHasLeftCanBeReadAndNotAnswered() {
        ask(bob, direct("ann"));
        ask(bob, say(OURS, 1));
        people.remove(bob);
        joined(ask(ann, direct("bob")));
        assertThat(((Event.Page) ask(ann, history(OURS))).entries()).hasSize(1);
        rejected(ask(ann, say(OURS, 1)), ErrorCode.NO_SUCH_ACCOUNT);
        people.remove(eve);
        rejected(ask(ann, direct("eve")), ErrorCode.NO_SUCH_ACCOUNT);
    }

    @Test
    void aTokenForSomeRoomsHasDirectOnesOnlyIfItNamesThem() {
        FakeCaller bot = people.add("bot").with(new Rights(true, Set.of(LOBBY)));
        rejected(ask(bot, direct("ann")), ErrorCode.FORBIDDEN);
        rejected(ask(bot, say(new RoomName("@ann,bot"), 1)), ErrorCode.FORBIDDEN);
        rejected(ask(bot, new Command.Block("r", ann.name())), ErrorCode.FORBIDDEN);
        bot.with(new Rights(true, Set.of(new RoomName("@ann,bot"))));
        joined(ask(bot, direct("ann")));
        rejected(ask(bot, direct("bob")), ErrorCode.FORBIDDEN);
    }

    @Test
    void onlySoManyAreOpened() {
        people.add("x");
        people.add("y");
        joined(ask(ann, direct("bob")));
        joined(ask(ann, direct("x")));
        rejected(ask(ann, direct("y")), ErrorCode.TOO_MANY_ROOMS);
        joined(ask(ann, direct("bob")));
        joined(ask(eve, direct("ann")));
    }

    @Test
    void toFollowMakesNeitherARoomNorAMember() {
        RoomName plans = new RoomName("#plans");
        rejected(ask(ann, new Command.Join("r", plans, null, null, true)), ErrorCode.NO_SUCH_ROOM);
        joined(ask(ann, new Command.Join("r", plans, null, null)));
        joined(ask(bob, new Command.Join("r", plans, null, null, true)));
        assertThat(bob.followed(plans)).isNotNull();
        assertThat(Objects.requireNonNull(rooms.find(plans)).head().lastSeq())
                .as("the owner, and nobody else")
                .isEqualTo(1);
    }

    private static Event.Sent duplicate(Event.Sent sent) {
        return new Event.Sent(sent.ref(), sent.room(), sent.id(), sent.seq(), sent.atMillis(), true);
    }

    private static Command direct(String name) {
        return new Command.Direct("r", new AccountName(name), null, null);
    }

    private static Command say(RoomName room, long id) {
        assertThat(id).isLessThan(ClientMessageId.MAX_COUNTER);
        return new Command.Send("r", room, "hello", id);
    }

    private static Command history(RoomName room) {
        return new Command.History("r", room, new HistoryRange.Newest(), 5);
    }

    private static Event.Joined joined(Event answer) {
        assertThat(answer).isInstanceOf(Event.Joined.class);
        return (Event.Joined) answer;
    }

    private static void rejected(Event answer, ErrorCode code) {
        assertThat(answer).isInstanceOf(Event.Rejected.class);
        assertThat(((Event.Rejected) answer).code()).isEqualTo(code);
    }

    private static String words(Event answer) {
        assertThat(answer).isInstanceOf(Event.Rejected.class);
        Event.Rejected rejected = (Event.Rejected) answer;
        return rejected.code() + " " + rejected.message();
    }

    private Event ask(FakeCaller caller, Command command) {
        CompletableFuture<Event> answer = new CompletableFuture<>();
        router.route(command, caller, new Answer(command.ref(), new Sink(answer)));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private record Sink(CompletableFuture<Event> answer) implements Answer.Sink {
        @Override
        public void answered(Event event) {
            answer.complete(event);
        }

        @Override
        public void bug(Throwable cause) {
            answer.completeExceptionally(cause);
        }
    }

    private final class Present implements Attendance {
        @Override
        public List<AccountName> in(RoomName room) {
            return List.copyOf(present);
        }

        @Override
        public int count(RoomName room) {
            return present.size();
        }
    }

    private static final class QuietObserver implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {}
    }
}
