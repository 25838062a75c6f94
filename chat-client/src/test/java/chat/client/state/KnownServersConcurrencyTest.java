// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ServerAddress;
import chat.client.tls.Fingerprint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class KnownServersConcurrencyTest {

    private static final int CONNECTIONS = 8;

    @TempDir
    private Path folder;

    /** The lock of a file is of the process: a second connection of it was refused, as if the server were another one. */
    @RepeatedTest(30)
    void manyConnectionsAtOnceAskOneAfterTheOther() throws Exception {
        Queue<String> notices = new ConcurrentLinkedQueue<>();
        KnownServers known = new KnownServers(new StateFolder(folder.resolve("state")), notices::add);
        Fingerprint fingerprint = Fingerprint.parse("SHA256:" + "ab".repeat(32));
        CyclicBarrier barrier = new CyclicBarrier(CONNECTIONS);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Callable<Boolean> check = () -> {
                    barrier.await();
                    known.check(new ServerAddress("127.0.0.1", 1), fingerprint);
                    return true;
                };
                all.add(threads.submit(check));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(notices).hasSize(1);
    }
}
