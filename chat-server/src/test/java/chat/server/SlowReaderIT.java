// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that do not read what they are sent. */
class SlowReaderIT {

    private static final String CATCHING_UP = "chat_followers{state=\"catching_up\"}";
    private static final String TEXT = " " + "x".repeat(500);
    private static final int SMALL = 8 * 1024;

    /** Half of it is more than the sockets, the watermark and the tail of a room hold. */
    private static final int MESSAGES = 3_000;

    @RegisterExtension
    private final RunningServer server = new RunningServer(
            "limits.all=off", "net.send-buffer=16KiB", "net.receive-buffer=16KiB", "rooms.history-on-join=0");

    @Test
    void aMemberThatStopsReadingChangesNothingForTheOthersAndMissesNothing() throws Exception {
        FrameClient slow = server.keep(new FrameClient(server.socket(SMALL)));
        slow.hello("slow");
        slow.join("#lobby");
        LineClient slowPerson = server.keep(new LineClient(server.socket(SMALL)));
        slowPerson.arrive();
        FrameClient reader = server.framed("reader");
        reader.join("#lobby");
        FrameClient sender = server.framed("sender");

        CompletableFuture<List<JsonNode>> read =
                CompletableFuture.supplyAsync(() -> reader.messages(MESSAGES), task -> new Thread(task).start());
        sender.join("#lobby");
        sender.sayNumbered("#lobby", MESSAGES, TEXT);

        assertInOrder(read.get(10, TimeUnit.SECONDS));
        server.awaitMeter(CATCHING_UP, 2);
        assertThat(server.meter("chat_followers_left_live_total")).isGreaterThanOrEqualTo(2);
        assertThat(server.meter("chat_gaps_total")).isZero();
        assertInOrder(slow.messages(MESSAGES));
        for (int i = 1; i <= MESSAGES; i++) {
            assertThat(slowPerson.next()).startsWith("<sender> " + i + " x");
        }
        server.awaitMeter(CATCHING_UP, 0);
        sender.say("#lobby", "live again");
        assertThat(slow.next("message").get("text").asText()).isEqualTo("live again");
        assertThat(slowPerson.next()).isEqualTo("<sender> live again");
    }

    @Test
    void manyThatDoNotReadCostNoMoreThanTheirWatermark() {
        int members = 100;
        for (int i = 0; i < members; i++) {
            FrameClient slow = server.keep(new FrameClient(server.socket(SMALL)));
            slow.hello("slow" + i);
            slow.join("#lobby");
        }
        FrameClient sender = server.framed("sender");
        sender.join("#lobby");

        sender.sayNumbered("#lobby", MESSAGES, TEXT);

        server.awaitMeter(CATCHING_UP, members);
        // 1.8 MB of messages for each of a hundred; a watermark and a half each, and what the pool keeps in hand.
        assertThat(server.meter("chat_allocator_used_bytes{memory=\"direct\"}")).isLessThan(40 << 20);
    }

    @Test
    void whoReadsNothingForTooLongIsClosedAndMayComeBack() {
        server.with("limits.stall=1s");
        FrameClient slow = server.keep(new FrameClient(server.socket(SMALL)));
        slow.hello("slow");
        slow.join("#lobby");
        FrameClient sender = server.framed("sender");
        sender.join("#lobby");
        sender.sayNumbered("#lobby", 1_000, TEXT);

        // Its place in the room is free; it has two seconds now to read why.
        server.awaitMeter(CATCHING_UP, 1);
        server.awaitMeter(CATCHING_UP, 0);

        assertThat(slow.skipTo("goodbye").get("code").asInt()).isEqualTo(4002);
        assertThat(slow.isClosedByServer()).isTrue();
        assertThat(sender.answersPing()).isTrue();
    }

    /** R10: while it does not take its answers, none of its commands is decoded and nothing is read from its socket. */
    @Test
    void whoSendsWithoutReadingIsNotReadFromWithoutEnd() throws IOException {
        InetSocketAddress address = server.address();
        FrameClient reader = server.framed("reader");
        String data = "y".repeat(200);
        long commands = 0;
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SMALL);
            channel.connect(address);
            channel.write(
                    ByteBuffer.wrap(FrameClient.frames("{'type':'hello','protocol':1,'client':'it','name':'flood'}")));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE);
            byte[] ping = FrameClient.frames("{'type':'ping','ref':'1','data':'" + data + "'}");
            ByteBuffer next = ByteBuffer.wrap(ping);
            // Until nothing can be written for half a second.
            while (selector.select(500) > 0) {
                selector.selectedKeys().clear();
                while (channel.write(next) > 0 && !next.hasRemaining()) {
                    commands++;
                    next = ByteBuffer.wrap(ping);
                }
                assertThat(commands * ping.length).as("bytes that were taken").isLessThan(4 << 20);
            }
            assertThat(reader.answersPing()).isTrue();

            // When it reads, everything that it sent is answered.
            channel.keyFor(selector).cancel();
            selector.selectNow();
            channel.configureBlocking(true);
            channel.socket().setSoTimeout(10_000);
            FrameClient flood = new FrameClient(channel.socket());
            flood.next("welcome");
            for (long i = 0; i < commands; i++) {
                assertThat(flood.next("pong").get("data").asText()).isEqualTo(data);
            }
        }
    }

    /** The end of its input used to wait for it to read, up to ten minutes in CLOSE_WAIT. */
    @Test
    void whoStopsReadingAndFinishesIsNotKept() {
        LineClient slow = server.keep(new LineClient(server.socket(SMALL)));
        slow.arrive();
        FrameClient sender = server.framed("sender");
        sender.join("#lobby");
        sender.sayNumbered("#lobby", 1_000, TEXT);

        slow.finish();

        server.awaitMeter("chat_connections{dialect=\"text\"}", 0);
        assertThat(TcpTable.count(server.address().getPort(), TcpTable.CLOSE_WAIT))
                .isZero();
    }

    private static void assertInOrder(List<JsonNode> messages) {
        for (int i = 0; i < messages.size(); i++) {
            assertThat(messages.get(i).get("seq").asInt()).isEqualTo(i + 1);
            assertThat(messages.get(i).get("text").asText()).startsWith(i + 1 + " x");
        }
    }
}
