// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.server.lifecycle.StartException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opening the port, and why it may not open, on every transport of this machine. */
class PortIT {

    private static final int ACCEPTORS = 3;

    /** Other servers start beside it on its folder, which only this store allows: they are to find the port taken. */
    @RegisterExtension
    private final RunningServer server = new RunningServer("store.kind=memory");

    @ParameterizedTest
    @MethodSource("chat.server.TransportIT#transports")
    void aTakenPortIsOneClearLine(String transport) throws Exception {
        server.with(transport);
        int port = server.address().getPort();

        assertDoesNotStart("net.port=" + port, "net.acceptors=1")
                .hasMessageStartingWith("net.port: " + port + " is taken on 127.0.0.1");
        assertDoesNotStart("net.port=" + port, "net.acceptors=" + ACCEPTORS)
                .hasMessageStartingWith("net.port: " + port + " is taken on 127.0.0.1");
        try (ServerSocket other = new ServerSocket(0)) {
            assertDoesNotStart("net.port=" + other.getLocalPort())
                    .hasMessageStartingWith("net.port: " + other.getLocalPort() + " is taken");
        }
    }

    @ParameterizedTest
    @MethodSource("chat.server.TransportIT#transports")
    void connectionsOfTheLastMinuteKeepThePortUnlessItIsReused(String transport) throws Exception {
        server.with(transport);
        int port = server.address().getPort();
        // The server closes first, and keeps the end of this connection in TIME_WAIT.
        FrameClient ann = server.framed("ann");
        ann.send("{'type':'quit'}").next("goodbye");
        assertThat(ann.isClosedByServer()).isTrue();
        ann.close();
        await().untilAsserted(() ->
                assertThat(TcpTable.count(port, TcpTable.TIME_WAIT)).isEqualTo(1));
        server.stop();

        assertDoesNotStart("net.port=" + port, "net.reuse-address=false")
                .hasMessageStartingWith("net.port: " + port + " is taken")
                .hasMessageContaining("TIME_WAIT, as net.reuse-address is false");

        server.with("net.port=" + port).start();
        assertThat(server.framed("ann").answersPing()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("chat.server.TransportIT#transports")
    void acceptorsShareThePortWithEachOtherOnly(String transport) throws Exception {
        server.with(transport, "net.acceptors=" + ACCEPTORS);
        int port = server.address().getPort();

        for (int i = 0; i < 100; i++) {
            assertThat(server.framed("guest" + i).answersPing()).isTrue();
        }

        assertThat(TcpTable.count(port, TcpTable.LISTEN)).isEqualTo(ACCEPTORS);
        assertDoesNotStart("net.port=" + port, "net.acceptors=1")
                .hasMessageStartingWith("net.port: " + port + " is taken");
        assertDoesNotStart("net.port=" + port, "net.acceptors=" + ACCEPTORS)
                .hasMessageStartingWith("net.port: " + port + " is taken");
        assertThat(server.framed("last").answersPing()).isTrue();
    }

    @Test
    void connectionsAreSpreadOverTheAcceptors() {
        server.with("net.acceptors=" + ACCEPTORS).start();
        Map<String, Long> before = processorTimeOfBosses();
        for (int i = 0; i < 100; i++) {
            assertThat(server.framed("guest" + i).answersPing()).isTrue();
        }

        assertThat(before).hasSize(ACCEPTORS);
        assertThat(processorTimeOfBosses())
                .allSatisfy((boss, nanos) -> assertThat(nanos).as(boss).isGreaterThan(before.get(boss)));
    }

    @Test
    void aHostThatIsNotOursIsOneClearLine() throws Exception {
        assertDoesNotStart("net.host=192.0.2.1", "tls.required=false")
                .hasMessageStartingWith("net.host, net.port: cannot listen on 192.0.2.1:0");
        assertDoesNotStart("net.host=no.such.host.invalid", "tls.required=false")
                .hasMessageStartingWith("net.host: no.such.host.invalid is not known");
    }

    /** Another server with the same settings but these. */
    private AbstractThrowableAssert<?, ? extends Throwable> assertDoesNotStart(String... instead) {
        String[] settings = Arrays.copyOf(instead, instead.length + 1);
        settings[instead.length] = "admin.port=0";
        return assertThatThrownBy(() -> new ChatServer(server.config(settings)).start())
                .isInstanceOf(StartException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
    }

    private static Map<String, Long> processorTimeOfBosses() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().startsWith("chat-boss"))
                .collect(Collectors.toMap(
                        ThreadInfo::getThreadName, info -> threads.getThreadCpuTime(info.getThreadId())));
    }
}
