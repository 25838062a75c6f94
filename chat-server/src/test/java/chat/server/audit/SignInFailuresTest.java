// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.limit.AddressKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SignInFailuresTest {

    private final List<AuditRecord> kept = new ArrayList<>();
    private final SignInFailures failures = new SignInFailures(new AuditTrail(Noting::new, Clock.systemUTC()));

    @Test
    void thoseToOneAccountFromOneAddressAreOneRecord() {
        for (int i = 0; i < 1000; i++) {
            failures.refused("ann", address(1));
        }
        failures.refused("ann", address(2));
        failures.flush();

        assertThat(kept)
                .extracting(record -> record.subject() + " " + record.actor().address() + " " + record.detail())
                .containsExactlyInAnyOrder("ann 192.0.2.1 1000 times", "ann 192.0.2.2 once");
        failures.flush();
        assertThat(kept).as("said once").hasSize(2);
    }

    @Test
    void howManyRecordsTheyMakeIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            failures.refused("somebody" + i, address(1));
        }
        failures.flush();

        assertThat(kept).hasSize(SignInFailures.CAPACITY + 1);
        assertThat(kept.get(SignInFailures.CAPACITY).detail()).startsWith("9900 times to other accounts");
    }

    private static AddressKey address(int last) {
        try {
            return AddressKey.of(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last}));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private final class Noting implements AuditLog {

        @Override
        public CompletionStage<Void> append(AuditRecord record) {
            kept.add(record);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<List<AuditRecord.Kept>> after(long number, long sinceMillis, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<AuditRecord.Kept>> newest(int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
