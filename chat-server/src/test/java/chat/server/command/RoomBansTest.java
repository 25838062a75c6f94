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
import chat.protocol.message.Measure;
import chat.protocol.message.Role;
import chat.protocol.message.RoomName;
import chat.server.audit.AuditRecord;
import chat.server.audit.AuditTrail;
import chat.server.config.DeletedMessages;
import chat.server.limit.AddressKey;
import chat.server.room.BannedAddressBook;
import chat.server.room.RoomDirectory;
import chat.server.store.RecordingObserver;
import chat.server.store.memory.MemoryStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is banned together with where they are. */
class RoomBansTest {

    private static final RoomName PLANS = new RoomName("#plans");
    private static final CommandRules RULES =
            new CommandRules(100, 20, 3, 5, 1_000_000, 100, new RoomName("#lobby"), 100, 100, 100, 100, 100);
    private static final AddressKey HOME = address("203.0.113.7");
    private static final AddressKey OFFICE = address("2001:db8:0:1::7");
    private static final AddressKey ELSEWHERE = address("198.51.100.1");

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final Clock clock = new SetClock();
    private final MemoryStore store =
            new MemoryStore(1_000, 1 << 20, DeletedMessages.KEEP, clock, new RecordingObserver());
    private final RoomDirectory rooms = new RoomDirectory(store, 10);
    private final BannedAddressBook book = new BannedAddressBook(store::bannedAddresses, rooms, clock);
    private final FakeWhereabouts whereabouts = new FakeWhereabouts();
    private final CommandRouter router = new CommandRouter(
            rooms,
            store,
            new Nobody(),
            new FakePeople(),
            RULES,
            clock,
            new AuditTrail(store::audit, clock),
            book,
            whereabouts);
    private final FakeCaller owner = FakeCaller.account("olga").at(HOME);
    private final FakeCaller moderator = FakeCaller.account("max").at(HOME);
    private final FakeCaller member = FakeCaller.account("mia").at(HOME);
    private final FakeCaller guest = new FakeCaller("guest1").at(HOME);
    private final FakeCaller other = FakeCaller.account("otto").at(ELSEWHERE);

    @BeforeEach
    void makeRoom() {
        store.start(batch -> {
            // As the fan-out does: whoever is no event loop has the answer before the rooms have changed.
            batch.acknowledgements().forEach(ack -> ack.home().execute(ack::give));
            batch.rooms()
                    .forEach(commit -> Objects.requireNonNull(
                                    rooms.find(commit.head().room()))
                            .apply(commit.entries()));
        });
        for (FakeCaller each : List.of(owner, moderator, member, guest, other)) {
            joined(each);
        }
        ok(ask(owner, new Command.GiveRole("r", PLANS, moderator.name(), Role.MODERATOR)));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void nobodyComesOrSpeaksFromWhereSomebodyIsBannedWithTheirAddress() {
        whereabouts.put("mallory", HOME, OFFICE);
        ok(ban(owner, "mallory", 60L));

        for (FakeCaller caller : List.of(member, guest, new FakeCaller("guest2").at(OFFICE))) {
            rejected(say(caller), caller.followed(PLANS) == null ? ErrorCode.NOT_JOINED : ErrorCode.BANNED);
            rejected(ask(caller, new Command.Join("r", PLANS, null, null)), ErrorCode.BANNED);
            rejected(ask(caller, new Command.History("r", PLANS, new HistoryRange.Newest(), 5)), ErrorCode.BANNED);
            rejected(ask(caller, new Command.Members("r", PLANS)), ErrorCode.BANNED);
        }
        assertThat(say(other)).isInstanceOf(Event.Sent.class);
        joined(new FakeCaller("guest3").at(address("2001:db8:0:2::7")));
        assertThat(whereabouts.rechecked()).containsExactly(PLANS);
    }

    @Test
    void whoKeepsTheRoomIsLockedOutByNobodysAddress() {
        whereabouts.put("mallory", HOME);
        ok(ban(moderator, "mallory", null));

        for (FakeCaller keeper : List.of(owner, moderator)) {
            joined(keeper);
            assertThat(say(keeper)).isInstanceOf(Event.Sent.class);
        }
    }

    /** Whoever shares an address with somebody is not to learn of a private room by that. */
    @Test
    void aPrivateRoomIsNotThereForStrangersFromABannedAddress() {
        whereabouts.put("mallory", HOME);
        ok(ban(owner, "mallory", null));
        ok(ask(owner, new Command.Configure("r", PLANS, Access.PRIVATE, null, null)));
        FakeCaller stranger = FakeCaller.account("sue").at(HOME);

        for (FakeCaller caller : List.of(stranger, new FakeCaller("guest4").at(HOME))) {
            rejected(ask(caller, new Command.Members("r", PLANS)), ErrorCode.NO_SUCH_ROOM);
            rejected(ask(caller, new Command.Join("r", PLANS, null, null)), ErrorCode.NOT_INVITED);
        }
        rejected(say(member), ErrorCode.BANNED);
    }

    @Test
    void itEndsWithTheBan() {
        whereabouts.put("mallory", HOME);
        ok(ban(owner, "mallory", 60L));
        millis.addAndGet(59_999);
        rejected(say(guest), ErrorCode.BANNED);
        millis.addAndGet(1);
        assertThat(say(guest)).isInstanceOf(Event.Sent.class);

        ok(ban(owner, "mallory", null));
        rejected(say(guest), ErrorCode.BANNED);
        ok(ask(owner, new Command.Moderate("r", PLANS, Measure.UNBAN, new AccountName("MALLORY"), null, null)));
        assertThat(say(guest)).isInstanceOf(Event.Sent.class);
        assertThat(kept()).as("it says where somebody was").isZero();
    }

    @Test
    void theLaterBanIsTheOneThatCounts() {
        whereabouts.put("mallory", HOME);
        ok(ban(owner, "mallory", null));
        whereabouts.put("mallory", ELSEWHERE);
        ok(ban(owner, "mallory", null));
        assertThat(say(guest)).isInstanceOf(Event.Sent.class);
        rejected(say(other), ErrorCode.BANNED);

        ok(ask(owner, new Command.Moderate("r", PLANS, Measure.BAN, new AccountName("mallory"), null, null)));
        assertThat(say(other)).as("banned by name only").isInstanceOf(Event.Sent.class);
    }

    @Test
    void whatHasEndedIsForgottenWhenSomebodyElseIsBanned() {
        whereabouts.put("mallory", HOME);
        ok(ban(owner, "mallory", 60L));
        millis.addAndGet(60_000);
        assertThat(kept()).isOne();
        whereabouts.put("eve", OFFICE);
        ok(ban(owner, "eve", 60L));
        assertThat(kept()).isOne();
        millis.addAndGet(60_000);
        book.load().toCompletableFuture().join();
        assertThat(kept()).as("as at a start").isZero();
    }

    @Test
    void ofWhomNoAddressIsKnownTheNameIsBannedAndTheModeratorIsTold() {
        assertThat(ban(owner, "mallory", null))
                .isInstanceOfSatisfying(
                        Event.Ok.class, ok -> assertThat(ok.message()).startsWith("mallory is banned by name only: "));
        rejected(ask(FakeCaller.account("mallory"), new Command.Join("r", PLANS, null, null)), ErrorCode.BANNED);
        assertThat(say(guest)).isInstanceOf(Event.Sent.class);
    }

    @Test
    void theOperatorAloneIsToldTheAddress() {
        whereabouts.put("mallory", HOME, OFFICE);
        ok(ban(owner, "mallory", 60L));

        List<AuditRecord.Kept> records =
                store.audit().newest(10).toCompletableFuture().join();
        assertThat(records)
                .filteredOn(record -> record.action().equals("room-ban"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.detail())
                            .isEqualTo("until 1970-01-01T00:17:40Z, with 203.0.113.7, 2001:db8:0:1:0:0:0:0/64");
                    assertThat(record.reason()).isEqualTo("spam");
                });
        Event page = ask(owner, new Command.History("r", PLANS, new HistoryRange.Newest(), 5));
        assertThat(page.toString())
                .contains("mallory")
                .doesNotContain("203.0.113")
                .doesNotContain("2001:db8");
        assertThat(owner.heard().toString()).doesNotContain("203.0.113");
    }

    @Test
    void aRoomHasOnlySoMany() {
        for (int i = 0; i < 63; i++) {
            AddressKey[] many = new AddressKey[16];
            for (int j = 0; j < many.length; j++) {
                many[j] = new AddressKey(i << 8 | j, true);
            }
            whereabouts.put("mallory" + i, many);
            Event answer = ban(owner, "mallory" + i, null);
            if (i < 62) {
                ok(answer);
            } else {
                rejected(answer, ErrorCode.FORBIDDEN);
            }
        }
        ok(ban(owner, "mallory5", null));
        joined(FakeCaller.account("mallory62").at(ELSEWHERE));
        ok(ask(owner, new Command.Moderate("r", PLANS, Measure.UNBAN, new AccountName("mallory7"), null, null)));
        ok(ban(owner, "mallory62", null));
    }

    @Test
    void whoIsNoModeratorFindsOutNothing() {
        whereabouts.put("mallory", HOME);
        rejected(ban(member, "mallory", null), ErrorCode.FORBIDDEN);
        rejected(ban(guest, "mallory", null), ErrorCode.SIGN_IN_REQUIRED);
        rejected(ban(moderator, "olga", null), ErrorCode.FORBIDDEN);
        assertThat(say(guest)).isInstanceOf(Event.Sent.class);
        assertThat(kept()).isZero();
    }

    private Event ban(FakeCaller caller, String name, @Nullable Long seconds) {
        return ask(caller, new Command.Moderate("r", PLANS, Measure.BAN, new AccountName(name), seconds, "spam", true));
    }

    private Event say(FakeCaller caller) {
        return ask(caller, new Command.Send("r", PLANS, "text", null));
    }

    private void joined(FakeCaller caller) {
        assertThat(ask(caller, new Command.Join("r", PLANS, null, null))).isInstanceOf(Event.Joined.class);
    }

    /** What the store has; whoever was told something before may have left more to do. */
    private int kept() {
        store.probe().toCompletableFuture().join();
        return store.bannedAddresses().load().toCompletableFuture().join().size();
    }

    private static void ok(Event answer) {
        assertThat(answer).isEqualTo(new Event.Ok("r"));
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
        Event answer = answered.orTimeout(10, TimeUnit.SECONDS).join();
        // The answer may be there before the room has changed.
        store.probe().toCompletableFuture().join();
        return answer;
    }

    private static AddressKey address(String text) {
        try {
            return AddressKey.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
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
