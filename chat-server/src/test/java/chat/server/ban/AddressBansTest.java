// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.RejectedException;
import chat.server.audit.Actor;
import chat.server.audit.AuditRecord;
import chat.server.audit.AuditTrail;
import chat.server.config.AddressRanges;
import chat.server.config.DeletedMessages;
import chat.server.config.ServerConfig;
import chat.server.store.RecordingObserver;
import chat.server.store.memory.MemoryStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBansTest {

    private static final AddressRanges PROXIES =
            ServerConfig.with("net.proxies=10.0.0.0/8, 2001:db8:ffff::1").net().proxies();

    private long now = 1_000;
    private final Clock clock = new SetClock();
    private final MemoryStore store =
            new MemoryStore(10, 1 << 20, DeletedMessages.KEEP, clock, new RecordingObserver());
    private final AddressBans bans = new AddressBans(store.bans(), PROXIES, new AuditTrail(store::audit, clock), clock);

    @Test
    void allOfARangeAreBannedAndNobodyElse() {
        add("203.0.113.0/24", null);
        add("198.51.100.7", null);
        add("2001:db8:1::/48", null);
        add("192.0.2.64/26", null);

        assertThat(isBanned("203.0.113.0")).isTrue();
        assertThat(isBanned("203.0.113.255")).isTrue();
        assertThat(isBanned("203.0.114.0")).isFalse();
        assertThat(isBanned("198.51.100.7")).isTrue();
        assertThat(isBanned("198.51.100.6")).isFalse();
        assertThat(isBanned("192.0.2.64")).isTrue();
        assertThat(isBanned("192.0.2.127")).isTrue();
        assertThat(isBanned("192.0.2.128")).isFalse();
        assertThat(isBanned("192.0.2.63")).isFalse();
        assertThat(isBanned("2001:db8:1:ffff::5")).isTrue();
        assertThat(isBanned("2001:db8:2::5")).isFalse();
    }

    @Test
    void anAddressOfIpv4IsTheSameWhenItComesAsOneOfIpv6() throws UnknownHostException {
        add("203.0.113.0/24", null);

        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        System.arraycopy(address("203.0.113.9").getAddress(), 0, mapped, 12, 4);
        assertThat(bans.isBanned(InetAddress.getByAddress(mapped))).isTrue();
    }

    @Test
    void aBanHasAnEnd() {
        add("203.0.113.7", 2_000L);

        now = 1_999;
        assertThat(isBanned("203.0.113.7")).isTrue();
        now = 2_000;
        assertThat(isBanned("203.0.113.7")).isFalse();
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void aBanIsEndedAndThatThereIsNoneIsSaid() {
        add("203.0.113.0/24", null);
        get(bans.remove("203.0.113.0/24", Actor.operator()));

        assertThat(isBanned("203.0.113.7")).isFalse();
        assertThatThrownBy(() -> get(bans.remove("203.0.113.0/24", Actor.operator())))
                .hasMessageContaining("there is no ban of 203.0.113.0/24");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.0/8",
                "0.0.0.0/0",
                "::/0",
                "::1",
                "10.1.2.3",
                "10.0.0.0/7",
                "2001:db8::/32",
                "example.org",
                "203.0.113.7/24",
                "203.0.113.0/33",
                "::ffff:0:0/96",
                "",
                "1",
                "203.0.113.0/-1"
            })
    void whatCannotBeBannedIsRefused(String range) {
        assertThatThrownBy(() -> add(range, null)).isInstanceOf(RejectedException.class);
        assertThat(bans.list()).isEmpty();
    }

    @Test
    void anEndThatHasPassedIsRefused() {
        assertThatThrownBy(() -> add("203.0.113.7", 1_000L)).hasMessageContaining("has passed");
    }

    @Test
    void whoIsToldFindsTheBan() {
        AtomicInteger found = new AtomicInteger();
        bans.tell(() -> found.addAndGet(isBanned("203.0.113.7") ? 1 : 0));

        add("203.0.113.7", null);

        assertThat(found).hasValue(1);
    }

    @Test
    void itIsTakenDownWhoBannedWhatAndWhy() {
        get(bans.add("203.0.113.7", 61_000L, "spam", Actor.operator()));

        AuditRecord.Kept record = get(store.audit().newest(1)).get(0);
        assertThat(record.action() + " " + record.subject() + " " + record.detail() + " " + record.reason())
                .isEqualTo("address-banned 203.0.113.7/32 until 1970-01-01T00:01:01Z spam");
    }

    @Test
    void whatIsKeptIsKnownAfterTheStart() {
        add("203.0.113.7", null);
        AddressBans later = new AddressBans(store.bans(), PROXIES, new AuditTrail(store::audit, clock), clock);
        get(later.load());

        assertThat(later.isBanned(address("203.0.113.7"))).isTrue();
    }

    private void add(String range, @Nullable Long until) {
        get(bans.add(range, until, "", Actor.operator()));
    }

    private boolean isBanned(String address) {
        return bans.isBanned(address(address));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
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
            return Instant.ofEpochMilli(now);
        }
    }
}
