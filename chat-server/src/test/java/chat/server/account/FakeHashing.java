// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.Secret;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Hashes in no time, counts it, and can be told to hold or to fail. */
final class FakeHashing implements PasswordHashing {

    final AtomicInteger computed = new AtomicInteger();
    volatile String version = "1";
    volatile @Nullable Error failure;
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public PasswordHash hash(Secret password) {
        compute();
        return new PasswordHash(version + ":" + password.reveal());
    }

    @Override
    public boolean matches(Secret password, PasswordHash hash) {
        compute();
        return hash.encoded().substring(2).equals(password.reveal());
    }

    @Override
    public boolean isCurrent(PasswordHash hash) {
        return hash.encoded().startsWith(version);
    }

    @Override
    public PasswordHash decoy() {
        return new PasswordHash("1:\0");
    }

    private void compute() {
        computed.incrementAndGet();
        Error error = failure;
        if (error != null) {
            throw error;
        }
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
