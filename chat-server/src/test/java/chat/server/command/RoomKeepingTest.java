// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.Posting;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.audit.AuditRecord;
import chat.server.audit.AuditTrail;
import chat.server.config.DeletedMessages;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.LogHead;
import chat.server.log.LogPage;
import chat.server.log.LogRange;
import chat.server.log.RoomLog;
import chat.server.room.BannedAddressBook;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.store.CommitWriter;
import chat.server.store.memory.MemoryStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what in a room, and to whom. */
class RoomKeepingTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName PLANS = new RoomName("#plans");
    private static final CommandRules RULES =
            new CommandRules(100, 20, 3, 5, 1_000_000, 100, LOBBY, 100, 100, 3, 100, 100);

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final Clock clock = new SetClock();
    private final MemoryStore store = new MemoryStore(1_000, 1 << 20, DeletedMessages.KEEP, clock, new QuietObserver());
    private final RoomDirectory rooms = new RoomDirectory(store, 10);
    private final CommandRouter router = new CommandRouter(
            rooms,
            store,
            new Nobody(),
            new FakePeople(),
            RULES,
            clock,
            new AuditTrail(store::audit, clock),
            new BannedAddressBook(store::bannedAddresses, rooms, clock),
            new FakeWhereabouts());
    private final FakeCaller owner = FakeCaller.account("olga");
    private final FakeCaller moderator = FakeCaller.account("max");
    private final FakeCaller member = FakeCaller.account("mia");
    private final FakeCaller stranger = FakeCaller.account("sam");
    private final FakeCaller guest = new FakeCaller("guest1");

    @BeforeEach
    void makeRoom() {
        store.start(batch -> {
            batch.rooms()
                    .forEach(commit -> Objects.requireNonNull(
                                    rooms.find(commit.head().room()))
                            .apply(commit.entries()));
            batch.acknowledgements().forEach(ack -> ack.home().execute(ack::give));
        });
        joined(owner, PLANS);
        joined(moderator, PLANS);
        joined(member, PLANS);
        ok(ask(owner, new Command.GiveRole("r", PLANS, moderator.name(), Role.MODERATOR)));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void whoMakesARoomOwnsItAndOthersBecomeMembers() {
        assertThat(role(owner)).isEqualTo(Role.OWNER);
        assertThat(role(moderator)).isEqualTo(Role.MODERATOR);
        assertThat(role(member)).isEqualTo(Role.MEMBER);
        joined(guest, PLANS);
        assertThat(role(guest)).as("guests are presence, never members").isNull();
        assertThat(entries().stream().map(entry -> entry.type().wireName()))
                .containsExactly("role", "member-joined", "member-joined", "role");
    }

    @Test
    void whatIsDoneAboutARoomIsTakenDownWithTheAddress() {
        ok(moderate(moderator, Measure.KICK, "mia"));
        ok(ask(owner, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)));
        rejected(moderate(moderator, Measure.KICK, "olga"), ErrorCode.FORBIDDEN);

        List<AuditRecord.Kept> records =
                store.audit().newest(10).toCompletableFuture().join();
        assertThat(records)
                .extracting(record -> record.action() + " " + record.actor().name() + " " + record.subject())
                .containsExactly("room-role olga max", "room-kick max mia", "room-configured olga #plans");
        assertThat(records).allMatch(record -> PLANS.equals(record.room()));
        assertThat(records).allMatch(record -> "127.0.0.1".equals(record.actor().address()));
    }

    @Test
    void anAccountMakesOnlySoManyRooms() {
        joined(owner, new RoomName("#second"));
        joined(owner, new RoomName("#third"));
        RoomName fourth = new RoomName("#fourth");
        rejected(ask(owner, new Command.Join("r", fourth, null, null)), ErrorCode.TOO_MANY_ROOMS);
        assertThat(rooms.find(fourth)).isNull();

        joined(guest, fourth);
        joined(owner, fourth);
        assertThat(standing(fourth, owner.name()))
                .as("who owns enough is a member")
                .isEqualTo(Role.MEMBER);
        joined(owner, LOBBY);
        ok(ask(owner, new Command.GiveRole("r", PLANS, moderator.name(), Role.OWNER)));
        ok(ask(owner, new Command.GiveRole("r", PLANS, owner.name(), Role.MEMBER)));
        joined(owner, new RoomName("#fifth"));
        joined(moderator, new RoomName("#sixth"));
    }

    @Test
    void roomsThatAreMadeAtTheSameMomentCount() {
        List<CompletableFuture<Event>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(asked(router, stranger, new Command.Join("r", new RoomName("#at-once-" + i), null, null)));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(answers.stream().filter(answer -> answer.join() instanceof Event.Joined))
                .hasSize(3);
        assertThat(rooms.countOwnedBy(stranger.name())).isEqualTo(3);
    }

    @Test
    void theDefaultRoomBelongsToNobody() {
        joined(owner, LOBBY);
        assertThat(standing(LOBBY, owner.name())).isEqualTo(Role.MEMBER);
    }

    @Test
    void joiningAgainIsNoNews() {
        joined(member, PLANS);
        joined(owner, PLANS);
        assertThat(entries()).hasSize(4);
        assertThat(role(owner)).isEqualTo(Role.OWNER);
    }

    @Test
    void leavingEndsMembershipButNotAnOffice() {
        ok(ask(member, new Command.Leave("r", PLANS)));
        assertThat(role(member)).isNull();
        ok(ask(moderator, new Command.Leave("r", PLANS)));
        assertThat(role(moderator)).isEqualTo(Role.MODERATOR);
    }

    @ParameterizedTest
    @EnumSource(Measure.class)
    void onlyWhoIsAModeratorTakesMeasures(Measure measure) {
        for (FakeCaller caller : List.of(member, stranger)) {
            rejected(moderate(caller, measure, "target"), ErrorCode.FORBIDDEN);
        }
        rejected(moderate(guest, measure, "target"), ErrorCode.SIGN_IN_REQUIRED);
        assertThat(entries()).hasSize(4);
        ok(moderate(moderator, measure, "target"));
        ok(moderate(owner, measure, "target"));
        assertThat(entries()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(Measure.class)
    void nobodyTakesMeasuresAboutTheirEqualsOrBetters(Measure measure) {
        rejected(moderate(moderator, measure, "olga"), ErrorCode.FORBIDDEN);
        rejected(moderate(moderator, measure, "max"), ErrorCode.FORBIDDEN);
        rejected(moderate(owner, measure, "OLGA"), ErrorCode.FORBIDDEN);
        assertThat(role(owner)).isEqualTo(Role.OWNER);
        assertThat(role(moderator)).isEqualTo(Role.MODERATOR);
    }

    @Test
    void rolesAndSettingsTakeAnOwner() {
        for (FakeCaller caller : List.of(moderator, member, stranger)) {
            rejected(ask(caller, new Command.GiveRole("r", PLANS, caller.name(), Role.OWNER)), ErrorCode.FORBIDDEN);
            rejected(ask(caller, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)), ErrorCode.FORBIDDEN);
        }
        rejected(ask(guest, new Command.GiveRole("r", PLANS, guest.name(), Role.OWNER)), ErrorCode.SIGN_IN_REQUIRED);
        assertThat(entries()).hasSize(4);
    }

    @Test
    void rolesAreForMembersAndARoomKeepsAnOwner() {
        rejected(ask(owner, new Command.GiveRole("r", PLANS, stranger.name(), Role.MEMBER)), ErrorCode.FORBIDDEN);
        rejected(ask(owner, new Command.GiveRole("r", PLANS, owner.name(), Role.MEMBER)), ErrorCode.FORBIDDEN);
        ok(ask(owner, new Command.GiveRole("r", PLANS, moderator.name(), Role.OWNER)));
        ok(ask(owner, new Command.GiveRole("r", PLANS, owner.name(), Role.MEMBER)));
        rejected(moderate(owner, Measure.KICK, "mia"), ErrorCode.FORBIDDEN);
    }

    @Test
    void aPrivateRoomIsNotThereForOthers() {
        joined(stranger, LOBBY);
        ok(ask(owner, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)));

        for (FakeCaller outsider : List.of(stranger, guest)) {
            rejected(ask(outsider, new Command.Join("r", PLANS, null, null)), ErrorCode.NOT_INVITED);
            // Word for word what is said of a room that is not there.
            RoomName nowhere = new RoomName("#nowhere");
            for (Event answer : List.of(
                    ask(outsider, new Command.History("r", PLANS, new HistoryRange.Newest(), 5)),
                    ask(outsider, new Command.Members("r", PLANS)),
                    moderate(outsider, Measure.INVITE, outsider.name().value()))) {
                assertThat(((Event.Rejected) answer).message())
                        .isEqualTo(((Event.Rejected) ask(outsider, new Command.Members("r", nowhere)))
                                .message()
                                .replace("#nowhere", "#plans"));
            }
            assertThat(listed(outsider)).doesNotContain(PLANS);
            assertThat(outsider.followed(PLANS)).isNull();
        }
        assertThat(listed(member)).contains(PLANS);
    }

    @Test
    void anInvitationOpensAPrivateRoomOnceAndForAccountsOnly() {
        ok(ask(owner, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)));
        ok(moderate(moderator, Measure.INVITE, "sam"));
        ok(moderate(moderator, Measure.INVITE, "guest1"));

        joined(stranger, PLANS);
        assertThat(role(stranger)).isEqualTo(Role.MEMBER);
        rejected(ask(guest, new Command.Join("r", PLANS, null, null)), ErrorCode.NOT_INVITED);

        ok(moderate(moderator, Measure.KICK, "sam"));
        rejected(ask(stranger, new Command.Join("r", PLANS, null, null)), ErrorCode.NOT_INVITED);
    }

    @Test
    void aBanHoldsUntilItsEndInEverySpelling() {
        ok(ask(owner, new Command.Moderate("r", PLANS, Measure.BAN, new AccountName("SAM"), 60L, "spam")));

        for (Event answer : List.of(
                ask(stranger, new Command.Join("r", PLANS, null, null)),
                ask(stranger, new Command.History("r", PLANS, new HistoryRange.Newest(), 5)),
                ask(stranger, new Command.Members("r", PLANS)))) {
            rejected(answer, ErrorCode.BANNED);
        }
        assertThat(listed(stranger)).doesNotContain(PLANS);
        millis.addAndGet(59_999);
        rejected(ask(stranger, new Command.Join("r", PLANS, null, null)), ErrorCode.BANNED);
        millis.addAndGet(1);
        joined(stranger, PLANS);
    }

    @Test
    void aBanTakesTheRoleAndTheInvitation() {
        ok(ask(owner, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)));
        ok(moderate(owner, Measure.BAN, "max"));
        rejected(moderate(owner, Measure.INVITE, "max"), ErrorCode.BANNED);
        rejected(moderate(moderator, Measure.UNBAN, "max"), ErrorCode.BANNED);
        ok(moderate(owner, Measure.UNBAN, "max"));
        rejected(ask(moderator, new Command.Join("r", PLANS, null, null)), ErrorCode.NOT_INVITED);
    }

    @Test
    void whoIsBannedWhileInTheRoomCannotSpeakEvenBeforeTheyAreOut() {
        ok(moderate(owner, Measure.BAN, "mia"));
        assertThat(member.followed(PLANS))
                .as("taken out by the sessions, not by the commands")
                .isNotNull();
        rejected(say(member), ErrorCode.BANNED);
        rejected(ask(member, new Command.Topic("r", PLANS, "mine")), ErrorCode.BANNED);
    }

    @Test
    void theMutedReadButDoNotSpeak() {
        ok(ask(moderator, new Command.Moderate("r", PLANS, Measure.MUTE, member.name(), 10L, null)));
        rejected(say(member), ErrorCode.MUTED);
        rejected(ask(member, new Command.Topic("r", PLANS, "mine")), ErrorCode.MUTED);
        joined(member, PLANS);
        assertThat(role(member)).isEqualTo(Role.MEMBER);
        millis.addAndGet(10_000);
        said(member);
        ok(moderate(moderator, Measure.MUTE, "mia"));
        rejected(say(member), ErrorCode.MUTED);
        ok(moderate(moderator, Measure.UNMUTE, "mia"));
        said(member);
    }

    @Test
    void inARoomForAnnouncementsOnlyModeratorsSpeak() {
        ok(ask(owner, new Command.Configure("r", PLANS, null, Posting.MODERATORS, null)));
        joined(guest, PLANS);
        rejected(say(member), ErrorCode.FORBIDDEN);
        rejected(say(guest), ErrorCode.FORBIDDEN);
        rejected(ask(member, new Command.Topic("r", PLANS, "mine")), ErrorCode.FORBIDDEN);
        said(moderator);
        said(owner);
    }

    @Test
    void aSlowRoomSaysHowLongToWait() {
        ok(ask(owner, new Command.Configure("r", PLANS, null, null, 30)));
        said(member);
        millis.addAndGet(10_000);
        assertThat(say(member)).isInstanceOfSatisfying(Event.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(rejected.retryAfterMillis()).isEqualTo(20_000);
        });
        said(moderator);
        said(moderator);
        rejected(ask(member, new Command.Topic("r", PLANS, "shouted instead")), ErrorCode.RATE_LIMITED);
        millis.addAndGet(20_000);
        said(member);
    }

    @Test
    void settingsThatAreLeftOutStay() {
        ok(ask(owner, new Command.Configure("r", PLANS, null, Posting.MODERATORS, 5)));
        ok(ask(owner, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)));
        RoomEvent last = entries().get(entries().size() - 1).event();
        assertThat(last).isInstanceOfSatisfying(RoomEvent.Configured.class, configured -> {
            assertThat(configured.settings().posting()).isEqualTo(Posting.MODERATORS);
            assertThat(configured.settings().slowSeconds()).isEqualTo(5);
        });
    }

    /** A moderator who is deposed in the same batch must not act in it: the append looks at the rights once more. */
    @Test
    void rightsThatChangeAtTheSameMomentAreAConflict() {
        Room room = Objects.requireNonNull(rooms.find(PLANS));
        var before = room.state();
        ok(ask(owner, new Command.GiveRole("r", PLANS, moderator.name(), Role.MEMBER)));

        var late = store.append(RoomGuard.append(
                        room, before, moderator, new RoomEvent.Moderated(Measure.BAN, member.name(), null, "")))
                .handle((place, failure) -> failure)
                .toCompletableFuture()
                .join();

        assertThat(late)
                .isInstanceOfSatisfying(
                        chat.protocol.message.RejectedException.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(role(member)).isEqualTo(Role.MEMBER);
    }

    @Test
    void aRoomHoldsSomethingOfSoManyStrangersAndNoMore() {
        for (int i = 0; i < RoomKeeping.MAX_WITHOUT_ROLE; i++) {
            ok(moderate(moderator, Measure.BAN, "nobody" + i));
        }
        for (Measure measure : List.of(Measure.BAN, Measure.MUTE, Measure.INVITE)) {
            rejected(moderate(moderator, measure, "another"), ErrorCode.FORBIDDEN);
        }
        ok(moderate(moderator, Measure.BAN, "mia"));
        ok(moderate(moderator, Measure.UNBAN, "nobody1"));
        ok(moderate(moderator, Measure.UNBAN, "nobody2"));
        ok(moderate(moderator, Measure.BAN, "another"));
    }

    @Test
    void aPageThatWasReadForSomebodyWhoIsOutByThenIsNotShown() {
        said(owner);
        CommandRouter slow = new CommandRouter(
                rooms,
                new BanningLog(() -> ok(moderate(owner, Measure.BAN, "mia"))),
                new Nobody(),
                new FakePeople(),
                RULES,
                clock,
                new AuditTrail(store::audit, clock),
                new BannedAddressBook(store::bannedAddresses, rooms, clock),
                new FakeWhereabouts());

        rejected(
                ask(slow, member, new Command.History("r", PLANS, new HistoryRange.Newest(), 5)),
                ErrorCode.NO_SUCH_ROOM);
    }

    /** Whoever joins a room that is made private in the same batch must not find themselves a member of it. */
    @Test
    void whoseJoinComesTooLateDoesNotBecomeAMember() {
        ok(ask(owner, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)));
        append(stranger, new RoomEvent.MemberJoined());
        assertThat(role(stranger)).isNull();
        rejected(ask(stranger, new Command.Join("r", PLANS, null, null)), ErrorCode.NOT_INVITED);

        ok(ask(owner, new Command.Configure("r", PLANS, Access.PUBLIC, null, null)));
        ok(moderate(owner, Measure.BAN, "mia"));
        append(member, new RoomEvent.MemberJoined());
        assertThat(role(member)).isNull();
    }

    @Test
    void whoLeavesWhileTheyAreGivenAnOfficeKeepsIt() {
        append(moderator, new RoomEvent.MemberLeft());
        assertThat(role(moderator)).isEqualTo(Role.MODERATOR);
    }

    /** Stores an entry as a command does that has looked at the rights a moment before. */
    private void append(FakeCaller caller, RoomEvent event) {
        Room room = Objects.requireNonNull(rooms.find(PLANS));
        store.append(new Append(room.head(), caller.name(), caller.id(), event, null, caller.loop()))
                .toCompletableFuture()
                .join();
    }

    private Event moderate(FakeCaller caller, Measure measure, String name) {
        return ask(caller, new Command.Moderate("r", PLANS, measure, new AccountName(name), null, null));
    }

    private Event say(FakeCaller caller) {
        return ask(caller, new Command.Send("r", PLANS, "text", null));
    }

    private void said(FakeCaller caller) {
        assertThat(say(caller)).isInstanceOf(Event.Sent.class);
    }

    private List<RoomName> listed(FakeCaller caller) {
        return ((Event.RoomList) ask(caller, new Command.Rooms("r")))
                .rooms().stream().map(Event.RoomSummary::room).toList();
    }

    private List<LogEntry> entries() {
        Room room = Objects.requireNonNull(rooms.find(PLANS));
        return store.read(room.head(), new LogRange.After(0), 1_000, 1_000_000)
                .toCompletableFuture()
                .join()
                .entries();
    }

    private @Nullable Role role(FakeCaller caller) {
        return standing(PLANS, caller.name());
    }

    private @Nullable Role standing(RoomName room, AccountName name) {
        return Objects.requireNonNull(rooms.find(room))
                .state()
                .standings()
                .of(name)
                .role();
    }

    private void joined(FakeCaller caller, RoomName room) {
        assertThat(ask(caller, new Command.Join("r", room, null, null))).isInstanceOf(Event.Joined.class);
    }

    private static void ok(Event answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Event.Ok.class, done -> assertThat(done.ref()).isEqualTo("r"));
    }

    private static void rejected(Event answer, ErrorCode code) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Event.Rejected.class,
                        rejected -> assertThat(rejected.code())
                                .as(rejected.message())
                                .isEqualTo(code));
    }

    private Event ask(FakeCaller caller, Command command) {
        return ask(router, caller, command);
    }

    private static Event ask(CommandRouter router, FakeCaller caller, Command command) {
        return asked(router, caller, command).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<Event> asked(CommandRouter router, FakeCaller caller, Command command) {
        CompletableFuture<Event> answered = new CompletableFuture<>();
        router.route(command, caller, new Answer(command.ref(), new Answer.Sink() {
            @Override
            public void answered(Event event) {
                answered.complete(event);
            }

            @Override
            public void bug(Throwable cause) {
                answered.completeExceptionally(cause);
            }
        }));
        return answered;
    }

    /** Something happens before what is read has arrived. */
    private final class BanningLog implements RoomLog {
        private final Runnable before;

        BanningLog(Runnable before) {
            this.before = before;
        }

        @Override
        public CompletionStage<Appended> append(Append append) {
            return store.append(append);
        }

        @Override
        public CompletionStage<LogPage> read(LogHead room, LogRange range, int limit, int maxBytes) {
            before.run();
            return store.read(room, range, limit, maxBytes);
        }

        @Override
        public CompletionStage<Void> probe() {
            return store.probe();
        }

        @Override
        public String durability() {
            return store.durability();
        }
    }

    private static final class Nobody implements Attendance {
        @Override
        public List<AccountName> in(RoomName room) {
            return List.of();
        }

        @Override
        public int count(RoomName room) {
            return 0;
        }
    }

    private static final class QuietObserver implements CommitWriter.Observer {
        @Override
        public void committed(int messages, long oldestWaitedNanos) {}

        @Override
        public void bug() {
            throw new AssertionError("a listener threw");
        }
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }
    }
}
