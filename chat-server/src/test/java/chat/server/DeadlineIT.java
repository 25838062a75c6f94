// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Peers that say too little. The server looks about once a second, so that a deadline here takes up to a second more. */
class DeadlineIT {

    private static final byte[] HELLO = FrameClient.frames("{'type':'hello','protocol':1,'client':'it','name':'slow'}");

    @RegisterExtension
    private final RunningServer server = new RunningServer();

    @Test
    void aByteNowAndThenIsNoHello() {
        server.with("limits.hello-timeout=300ms");
        FrameClient slow = server.framed();
        AtomicInteger sent = new AtomicInteger();

        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    slow.write(new byte[] {HELLO[sent.getAndIncrement()]});
                    return slow.socket().getInputStream().available() > 0;
                });

        assertThat(slow.next("goodbye").get("code").asInt()).isEqualTo(4004);
        assertThat(slow.isClosedByServer()).isTrue();
        assertThat(sent).hasValueLessThan(HELLO.length);
    }

    @Test
    void aFirstByteThatTellsNothingIsDecidedAtTheDeadline() {
        server.with("net.detect-timeout=100ms");

        // It may be TLS: one more byte would tell.
        assertThat(server.framed().write(new byte[] {0x16}).isClosedByServer()).isTrue();
        server.awaitMeter("chat_connections_refused_total{reason=\"unknown-protocol\"}", 1);
        // It may be HTTP, or somebody who types in capitals.
        LineClient typing = server.text().write("HELLO");
        String name = typing.greeted();
        assertThat(typing.type(" ALL").next()).isEqualTo("<" + name + "> HELLO ALL");
    }

    @Test
    void whoIsIdleIsClosedUnlessTheyPingOrAreAPerson() {
        server.with("limits.idle=1500ms");
        LineClient person = server.text();
        String name = person.arrive();
        FrameClient idle = server.framed("idle");
        idle.join("#lobby");
        FrameClient pinging = server.framed("pinging");

        await().atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    assertThat(pinging.answersPing()).isTrue();
                    return server.meter("chat_followers{state=\"live\"}") == 1;
                });

        assertThat(idle.next("goodbye").get("code").asInt()).isEqualTo(4001);
        assertThat(pinging.answersPing()).isTrue();
        assertThat(person.type("still here").next()).isEqualTo("<" + name + "> still here");
    }
}
