// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Limit;
import chat.server.config.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AddressTableTest {

    private static final AddressKey ANN = new AddressKey(1, false);
    private static final AddressKey BOB = new AddressKey(2, false);

    private long nanos = 5;

    @Test
    void anAddressHasSoManyConnectionsAtOnce() {
        AddressTable table = table(Limit.atMost(2), Limit.off());
        AddressUse first = table.admit(ANN);

        assertThat(first).isNotNull();
        assertThat(table.admit(ANN)).as("they share what they use").isSameAs(first);
        assertThat(table.admit(ANN)).isNull();
        assertThat(table.admit(BOB)).isNotNull();

        table.release(first);
        assertThat(table.admit(ANN)).isNotNull();
    }

    @Test
    void anAddressMakesConnectionsOnlySoFast() {
        AddressTable table = table(Limit.off(), rate("1/1s burst 2"));
        table.release(table.admit(ANN));
        table.release(table.admit(ANN));

        assertThat(table.admit(ANN)).as("it is remembered without a connection").isNull();
        assertThat(table.admit(ANN)).as("also after a refusal").isNull();
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertThat(table.admit(ANN)).isNotNull();
    }

    /** Or whoever is told to wait would only have to connect again. */
    @Test
    void whatHasBeenUsedIsRememberedAfterTheLastConnection() {
        AddressTable table = table(Limit.off(), Limit.off());
        AddressUse use = table.admit(ANN);
        assertThat(use.messages().take(nanos)).isZero();
        assertThat(use.messages().take(nanos)).isPositive();
        table.release(use);
        assertThat(table.connected()).isZero();

        assertThat(table.admit(ANN).messages().take(nanos)).isPositive();
    }

    @Test
    void whoHasUsedNothingIsForgotten() {
        AddressTable table = table(Limit.off(), Limit.off());

        table.release(table.admit(ANN));

        assertThat(table.connected()).isZero();
        assertThat(table.remembered()).isZero();
    }

    /** A /48 has 65,536 prefixes, and a botnet has more. */
    @Test
    void howeverManyAddressesComeTheMemoryIsBounded() {
        AddressTable table = table(Limit.off(), rate("1/1h burst 10"));

        for (long address = 0; address < 20L * AddressTable.REMEMBERED; address++) {
            table.release(table.admit(new AddressKey(0x20010db800000000L + address, true)));
        }

        assertThat(table.connected()).isZero();
        assertThat(table.remembered())
                .isLessThanOrEqualTo(AddressTable.REMEMBERED)
                .as("and made use of, so that the hash spreads")
                .isGreaterThan(AddressTable.REMEMBERED * 9 / 10);
    }

    @Test
    void whoHasUsedMostIsRememberedLongest() {
        AddressTable table = table(Limit.off(), rate("1/1h burst 1000"));
        for (int i = 0; i < 1000; i++) {
            table.release(table.admit(ANN));
        }
        for (long address = 100; address < 100 + 20L * AddressTable.REMEMBERED; address++) {
            table.release(table.admit(new AddressKey(address, false)));
        }

        assertThat(table.admit(ANN)).isNull();
    }

    @RepeatedTest(20)
    void manyThreadsTogetherKeepToTheLimit() {
        AddressTable table = table(Limit.atMost(3), Limit.off());
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        List<AddressUse> mine = new ArrayList<>();
                        for (int n = 0; n < 2_000; n++) {
                            AddressUse use = n % 3 == 2 ? null : table.admit(ANN);
                            if (use != null) {
                                mine.add(use);
                                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                            } else if (!mine.isEmpty()) {
                                open.decrementAndGet();
                                table.release(mine.remove(0));
                            }
                        }
                        mine.forEach(use -> {
                            open.decrementAndGet();
                            table.release(use);
                        });
                    },
                    task -> new Thread(task).start()));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(most).hasValueBetween(1, 3);
        assertThat(table.connected()).as("and all have been given back").isZero();
    }

    private AddressTable table(Limit<Integer> connections, Limit<Rate> connectionRate) {
        return new AddressTable(
                new AddressLimits(connections, connectionRate, Limit.off(), rate("1/1h burst 1")), () -> nanos);
    }

    private static Limit<Rate> rate(String text) {
        return Limit.atMost(Rate.parse(text));
    }
}
