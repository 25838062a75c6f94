// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whoever comes back is told all of what was missed, and that it was all; or what is not there. */
class CatchingUpIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final BackOff QUICK = new BackOff(Duration.ofMillis(5), Duration.ofMillis(50));
    private static final int TIMES = 5;

    private final FakeServer server = new FakeServer();
    private final RecordingListener heard = new RecordingListener();
    private final List<ChatClient> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(ChatClient::close);
        server.close();
    }

    @Test
    void theFirstJoinGoesOnFromNothing() throws Exception {
        say(30);
        get(connect().join(LOBBY));
        await().until(() -> heard.caughtUp.size() == 1);
        assertThat(heard.caughtUp.get(0)).isEqualTo(new CaughtUp(LOBBY, null, true, 20, 0, 30));
        assertThat(heard.caughtUp.get(0).complete()).isFalse();
    }

    @RepeatedTest(TIMES)
    void whatWasMissedBetweenConnectionsIsCounted() throws Exception {
        get(connect().join(LOBBY));
        away(() -> say(42));
        await().until(() -> heard.caughtUp.size() == 2);
        CaughtUp all = heard.caughtUp.get(1);
        assertThat(all).isEqualTo(new CaughtUp(LOBBY, new Position("e1", 0, null), true, 42, 0, 42));
        assertThat(all.complete()).isTrue();
        assertThat(heard.entries).hasSize(42);
    }

    @Test
    void nothingMissedIsToldToo() throws Exception {
        say(3);
        ChatClient chat = connect();
        get(chat.join(LOBBY));
        await().until(() -> heard.caughtUp.size() == 1);
        Position position = get(chat.state()).positions().get(LOBBY);
        away(() -> {});
        await().until(() -> heard.caughtUp.size() == 2);
        assertThat(heard.caughtUp.get(1)).isEqualTo(new CaughtUp(LOBBY, position, true, 0, 0, 3));
    }

    @Test
    void aLaterClientGoesOnWhereTheEarlierOneWas() throws Exception {
        say(3);
        ChatClient earlier = connect();
        get(earlier.join(LOBBY));
        await().until(() -> heard.caughtUp.size() == 1);
        ChatState state = get(earlier.state());
        earlier.close();
        say(5);

        get(connect().joinAfter(LOBBY, state.positions().get(LOBBY)));
        await().until(() -> heard.caughtUp.size() == 2);
        assertThat(heard.caughtUp.get(1).messages()).isEqualTo(5);
        assertThat(heard.caughtUp.get(1).complete()).isTrue();
        assertThat(heard.entries).hasSize(8);
    }

    @Test
    void whatIsNoLongerKeptIsCounted() throws Exception {
        say(3);
        get(connect().join(LOBBY));
        await().until(() -> heard.caughtUp.size() == 1);
        away(() -> {
            say(10);
            server.trim(LOBBY, 8);
        });
        await().until(() -> heard.caughtUp.size() == 2);
        CaughtUp all = heard.caughtUp.get(1);
        assertThat(all.missing()).isEqualTo(5);
        assertThat(all.messages()).isEqualTo(5);
        assertThat(all.sameLog()).isTrue();
        assertThat(all.complete()).isFalse();
        assertThat(heard.gaps).hasSize(1);
    }

    @Test
    void anotherLogIsNeverComplete() throws Exception {
        say(3);
        get(connect().join(LOBBY));
        await().until(() -> heard.caughtUp.size() == 1);
        away(() -> {
            server.newEpoch("e2");
            say(7);
        });
        await().until(() -> heard.caughtUp.size() == 2);
        CaughtUp all = heard.caughtUp.get(1);
        assertThat(all.sameLog()).isFalse();
        assertThat(all.messages()).isEqualTo(7);
        assertThat(all.complete()).isFalse();
        assertThat(heard.newLogs).containsExactly("e2");
    }

    /** A connection that breaks on the way must not make a smaller number of it, nor move where to begin again. */
    @Test
    void anInterruptionOnTheWayDoesNotBeginAnew() throws Exception {
        ChatClient chat = connect();
        get(chat.join(LOBBY));
        say(2);
        await().until(() -> heard.entries.size() == 2);
        Position before = get(chat.state()).positions().get(LOBBY);
        server.withholdAfter(5);
        away(() -> say(10));
        await().until(() -> heard.entries.size() == 5);
        assertThat(get(chat.state()).positions().get(LOBBY)).isEqualTo(before);
        server.withholdAfter(Long.MAX_VALUE);
        server.dropAll();

        await().until(() -> heard.caughtUp.size() == 2);
        assertThat(heard.caughtUp.get(1)).isEqualTo(new CaughtUp(LOBBY, before, true, 10, 0, 12));
        assertThat(heard.entries).hasSize(12);
        assertThat(get(chat.state()).positions().get(LOBBY).seq()).isEqualTo(12);
    }

    /** Somebody who was away for long: what the client itself does for it must not be felt. */
    @Test
    void aHundredThousandMissedEntriesAreSoonTold() throws Exception {
        ChatClient first = connect();
        get(first.join(LOBBY));
        Position position = get(first.state()).positions().get(LOBBY);
        first.close();
        server.sayUnheard(LOBBY, "bert", texts(100_000));
        CompletableFuture<CaughtUp> told = new CompletableFuture<>();
        AtomicLong cpuNanos = new AtomicLong();
        ChatClient second = ChatClient.connect(ChatOptions.to(server.address()), new ChatListener() {
            @Override
            public void onCaughtUp(CaughtUp all) {
                cpuNanos.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                told.complete(all);
            }
        });
        clients.add(second);
        second.joinAfter(LOBBY, position);

        assertThat(told.get(60, TimeUnit.SECONDS)).isEqualTo(new CaughtUp(LOBBY, position, true, 100_000, 0, 100_000));
        // Processor time of the client's only thread, from its start on. It takes 0.4 s by itself and 1.5 s with the
        // leak
        // detector of the tests; anything that grows with the square of the number would take minutes.
        assertThat(Duration.ofNanos(cpuNanos.get())).isPositive().isLessThan(Duration.ofSeconds(10));
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "message number " + i).toList();
    }

    /** The state of a conversation that the server has ended is the one that it had. */
    @Test
    void theEndKeepsThePositions() throws Exception {
        say(3);
        ChatClient chat = connect();
        get(chat.join(LOBBY));
        await().until(() -> heard.caughtUp.size() == 1);
        server.goodbyeAll(4503, "replaced", null);
        await().until(() -> heard.state() == ConnectionState.FAILED);
        assertThat(get(chat.state()).positions().get(LOBBY).seq()).isEqualTo(3);
        assertThat(get(chat.state()).resume()).isEqualTo("resume-guest1");
    }

    private void away(Runnable meanwhile) {
        server.stopListening();
        server.dropAll();
        await().until(() -> heard.state() == ConnectionState.RECONNECTING);
        meanwhile.run();
        server.listenAgain();
    }

    private void say(int count) {
        IntStream.range(0, count).forEach(i -> server.say(LOBBY, "bert", "m" + i));
    }

    private ChatClient connect() {
        ChatClient client = ChatClient.connect(ChatOptions.to(server.address()).withBackOff(QUICK), heard);
        clients.add(client);
        return client;
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
