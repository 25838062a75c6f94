// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.TransportKind;
import chat.server.lifecycle.StartException;
import chat.server.net.Transport;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may differ from one transport to the other, on each that this machine has. */
class TransportIT {

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off", "rooms.history-on-join=0");

    static Stream<String> transports() {
        return Stream.of(TransportKind.NIO, TransportKind.EPOLL, TransportKind.IO_URING)
                .filter(TransportIT::isAvailable)
                .map(kind -> "net.transport=" + kind.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everyTransportServesPeopleAndPrograms(String transport) {
        server.with(transport, "net.detect-timeout=50ms", "net.loops=2");
        LineClient silent = server.text();
        String name = silent.greeted();
        FrameClient ann = server.framed("ann");
        ann.join("#lobby");

        ann.sayNumbered("#lobby", 500, " x");
        for (int i = 1; i <= 500; i++) {
            assertThat(silent.next()).isEqualTo("<ann> " + i + " x");
        }
        silent.type("bye").finish();
        assertThat(silent.rest()).containsExactly("<" + name + "> bye");
        assertThat(server.text().write(new byte[] {0x16, 3, 1}).next()).startsWith("*** TLS");
        ann.send("{'type':'quit'}").skipTo("goodbye");
        assertThat(ann.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void whatCameBeforeTheEndIsStoredAndEchoed(String transport) {
        server.with(transport);
        for (int i = 0; i < 50; i++) {
            LineClient client = server.text().write("one\ntwo").finish();

            String name = client.greeted();

            assertThat(client.rest()).contains("<" + name + "> one", "<" + name + "> two");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void nothingStaysOfThoseWhoResetOrFinish(String transport) throws IOException {
        server.with(transport);
        for (int i = 0; i < 200; i++) {
            Socket socket = server.socket();
            if (i % 2 == 0) {
                socket.getOutputStream().write("hi\n".getBytes(StandardCharsets.UTF_8));
            }
            if (i % 4 < 2) {
                socket.setSoLinger(true, 0);
            } else {
                socket.shutdownOutput();
            }
            socket.close();
        }

        server.awaitMeter("chat_connections_accepted_total", 200);
        server.awaitMeter("chat_connections{dialect=\"undetected\"}", 0);
        server.awaitMeter("chat_connections{dialect=\"text\"}", 0);
        assertThat(TcpTable.count(server.address().getPort(), TcpTable.CLOSE_WAIT))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aSlowReaderCatchesUp(String transport) throws Exception {
        int messages = 2_000;
        server.with(transport, "net.send-buffer=16KiB");
        FrameClient slow = server.keep(new FrameClient(server.socket(8 * 1024)));
        slow.hello("slow");
        slow.join("#lobby");
        FrameClient sender = server.framed("sender");
        sender.join("#lobby");

        sender.sayNumbered("#lobby", messages, " " + "x".repeat(300));

        server.awaitMeter("chat_followers{state=\"catching_up\"}", 1);
        for (int i = 1; i <= messages; i++) {
            assertThat(slow.next("message").get("seq").asInt()).isEqualTo(i);
        }
        server.awaitMeter("chat_followers{state=\"catching_up\"}", 0);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void itStopsWhoeverIsThere(String transport) throws IOException {
        server.with(transport, "net.loops=1");
        Socket silent = server.socket();
        FrameClient noHello = server.framed().write(new byte[] {0, 0});
        FrameClient ann = server.framed("ann");
        server.awaitMeter("chat_connections{dialect=\"framed\"}", 2);
        server.awaitMeter("chat_connections{dialect=\"undetected\"}", 1);

        CompletableFuture<Boolean> stopped = server.stopping();

        assertThat(noHello.next("goodbye").get("code").asInt()).isEqualTo(4000);
        assertThat(ann.next("goodbye").get("code").asInt()).isEqualTo(4000);
        noHello.finish();
        ann.finish();
        assertThat(stopped).succeedsWithin(3, TimeUnit.SECONDS).isEqualTo(true);
        assertThat(silent.getInputStream().read()).isNegative();
    }

    private static boolean isAvailable(TransportKind kind) {
        try {
            return Transport.choose(kind) != null;
        } catch (StartException e) {
            return false;
        }
    }
}
