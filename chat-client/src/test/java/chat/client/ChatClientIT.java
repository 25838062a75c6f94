// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ChatClientIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OTHER = new RoomName("#other");
    private static final BackOff QUICK = new BackOff(Duration.ofMillis(5), Duration.ofMillis(50));

    /** How often the tests run whose outcome could depend on timing. */
    private static final int TIMES = 5;

    private final FakeServer server = new FakeServer();
    private final RecordingListener heard = new RecordingListener();
    private final List<ChatClient> clients = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        clients.forEach(ChatClient::close);
        server.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("chat-client") || name.startsWith("fake-server")));
    }

    @Test
    void aMessageIsStoredAndHeard() throws Exception {
        ChatClient chat = connect(options().withName(new AccountName("anna")));
        assertThat(get(chat.ready()).name().value()).isEqualTo("anna");
        get(chat.join(LOBBY));

        SendResult result = get(chat.send(LOBBY, "hello"));

        assertThat(result).isInstanceOfSatisfying(SendResult.Sent.class, sent -> {
            assertThat(sent.seq()).isEqualTo(1);
            assertThat(sent.duplicate()).isFalse();
        });
        await().untilAsserted(() -> assertThat(heard.texts()).containsExactly("hello"));
        assertThat(chat.unacknowledged()).isZero();
    }

    @Test
    void questionsAreAnswered() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        get(chat.topic(LOBBY, "today"));
        get(chat.send(LOBBY, "hello"));

        assertThat(get(chat.history(LOBBY, new HistoryRange.Newest(), 5)).entries())
                .hasSize(2);
        assertThat(get(chat.rooms())).extracting(Event.RoomSummary::topic).containsExactly("today");
        assertThat(get(chat.members(LOBBY))).hasSize(1);
        assertThat(get(chat.ping())).isPositive();
        get(chat.nick(new AccountName("bert")));
        server.dropAll();
        await().until(() -> heard.welcomes.size() == 2);
        assertThat(heard.welcomes.get(1).name().value()).isEqualTo("bert");
    }

    @Test
    void historyIsReadInBothDirectionsFromAnyPlace() throws Exception {
        IntStream.rangeClosed(1, 250).forEach(i -> server.say(LOBBY, "bert", "m" + i));
        ChatClient chat = connect(options());
        get(chat.ready());

        assertThat(read(chat, new HistoryRange.Newest(), 230)).containsExactlyElementsOf(numbers(21, 250));
        assertThat(read(chat, new HistoryRange.Newest(), 1_000)).containsExactlyElementsOf(numbers(1, 250));
        assertThat(read(chat, new HistoryRange.After(0), 1_000)).containsExactlyElementsOf(numbers(1, 250));
        assertThat(read(chat, new HistoryRange.After(99), 120)).containsExactlyElementsOf(numbers(100, 219));
        assertThat(read(chat, new HistoryRange.At(1_700_000_000_000L + 200), 500))
                .containsExactlyElementsOf(numbers(201, 250));
        List<Long> backward = new ArrayList<>(numbers(151, 250));
        backward.addAll(numbers(51, 150));
        backward.addAll(numbers(1, 50));
        assertThat(read(chat, new HistoryRange.Before(300), 500)).isEqualTo(backward);
        assertThat(read(chat, new HistoryRange.After(250), 5)).isEmpty();

        server.trim(LOBBY, 30);
        assertThat(get(chat.readHistory(LOBBY, new HistoryRange.Newest(), 240, page -> {})))
                .isFalse();
        assertThat(get(chat.readHistory(LOBBY, new HistoryRange.Newest(), 220, page -> {})))
                .isTrue();
        assertThat(get(chat.readHistory(LOBBY, new HistoryRange.Before(100), 90, page -> {})))
                .isFalse();
        assertThat(get(chat.readHistory(OTHER, new HistoryRange.Newest(), 5, page -> {})))
                .isTrue();
    }

    private static List<Long> read(ChatClient chat, HistoryRange from, long count) throws Exception {
        List<Long> seqs = new ArrayList<>();
        get(chat.readHistory(LOBBY, from, count, page -> page.entries().forEach(entry -> seqs.add(entry.seq()))));
        return seqs;
    }

    private static List<Long> numbers(long first, long last) {
        return java.util.stream.LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** The acknowledgement got lost: the message must go out again under its id, and be seen once. */
    @RepeatedTest(TIMES)
    void whatWasNotAcknowledgedIsSentAgainUnderTheSameId() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        AtomicInteger drops = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.Send send && drops.incrementAndGet() <= 3) {
                peer.store(send);
                peer.drop();
                return true;
            }
            return false;
        });

        List<CompletionStage<SendResult>> results =
                IntStream.range(0, 40).mapToObj(i -> chat.send(LOBBY, "m" + i)).toList();
        get(chat.whenStored());

        assertThat(server.texts(LOBBY)).isEqualTo(texts(40));
        await().untilAsserted(() -> assertThat(heard.texts()).isEqualTo(texts(40)));
        assertThat(heard.gaps).isEmpty();
        assertThat(((SendResult.Sent) get(results.get(0))).duplicate()).isTrue();
        List<Long> seqs = new ArrayList<>();
        for (CompletionStage<SendResult> result : results) {
            seqs.add(((SendResult.Sent) get(result)).seq());
        }
        assertThat(seqs).isSorted().hasSize(40);
    }

    @RepeatedTest(TIMES)
    void orderIsKeptThroughManyBrokenConnections() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.inFlight(16);
        AtomicInteger sends = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.Send && sends.incrementAndGet() % 37 == 0) {
                peer.drop();
                return true;
            }
            return false;
        });

        for (int i = 0; i < 500; i++) {
            chat.send(LOBBY, "m" + i);
        }
        get(chat.whenStored());

        assertThat(server.texts(LOBBY)).isEqualTo(texts(500));
        await().untilAsserted(() -> assertThat(heard.texts()).isEqualTo(texts(500)));
        assertThat(server.connections()).isGreaterThan(5);
        assertThat(heard.gaps).isEmpty();
        assertThat(heard.newLogs).isEmpty();
    }

    @RepeatedTest(TIMES)
    void roomsAreJoinedAgainWhereTheyWere() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        get(chat.join(OTHER));
        server.say(LOBBY, "bert", "one");
        await().until(() -> heard.entries.size() == 1);
        server.stopListening();
        server.dropAll();
        server.say(LOBBY, "bert", "two");
        server.say(OTHER, "bert", "elsewhere");
        server.listenAgain();

        await().untilAsserted(() -> assertThat(heard.texts()).containsExactlyInAnyOrder("one", "two", "elsewhere"));
        assertThat(heard.statuses)
                .extracting(ConnectionStatus::state)
                .contains(ConnectionState.RECONNECTING)
                .endsWith(ConnectionState.ONLINE);
        List<Command.Join> joins = server.received(Command.Join.class);
        assertThat(joins.get(2).after())
                .isNotNull()
                .satisfies(after -> assertThat(after.seq()).isEqualTo(1));
        assertThat(joins.get(3).after())
                .isNotNull()
                .satisfies(after -> assertThat(after.seq()).isZero());
        assertThat(server.received(Command.Hello.class).get(1).resume()).isEqualTo("resume-guest1");
    }

    @Test
    void messagesWaitForTheFirstConnection() throws Exception {
        server.stopListening();
        ChatClient chat = connect(options());
        chat.join(LOBBY);
        CompletionStage<SendResult> result = chat.send(LOBBY, "early");
        await().until(() -> heard.state() == ConnectionState.CONNECTING && heard.statuses.size() > 1);
        assertThat(heard.last().trouble()).isEqualTo(ConnectionStatus.Trouble.UNREACHABLE);
        assertThat(heard.last().reason()).contains("connection refused");

        server.listenAgain();

        assertThat(get(result)).isInstanceOf(SendResult.Sent.class);
        assertThat(server.received().get(1)).isInstanceOf(Command.Join.class);
    }

    @Test
    void aMissingNumberIsAGap() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.say(LOBBY, "bert", "one");
        server.sayUnheard(LOBBY, "bert", "two");
        server.sayUnheard(LOBBY, "bert", "three");
        server.say(LOBBY, "bert", "four");

        await().untilAsserted(() -> assertThat(heard.texts()).containsExactly("one", "four"));
        assertThat(heard.gaps).containsExactly(new Event.Gap(LOBBY, "e1", 2, 3));
    }

    @Test
    void anEntryThatComesAgainIsDropped() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.say(LOBBY, "bert", "one");
        server.tellAll(new LogEntry(LOBBY, 1, 5, new AccountName("bert"), new RoomEvent.Message(1, "one")));
        server.say(LOBBY, "bert", "two");

        await().untilAsserted(() -> assertThat(heard.texts()).containsExactly("one", "two"));
    }

    @Test
    void whatTheServerNoLongerHasIsAGap() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.say(LOBBY, "bert", "one");
        await().until(() -> heard.entries.size() == 1);
        server.stopListening();
        server.dropAll();
        List.of("two", "three", "four").forEach(text -> server.say(LOBBY, "bert", text));
        server.trim(LOBBY, 3);
        server.listenAgain();

        await().untilAsserted(() -> assertThat(heard.texts()).containsExactly("one", "four"));
        assertThat(heard.gaps).containsExactly(new Event.Gap(LOBBY, "e1", 2, 3));
    }

    @Test
    void anotherLogIsTold() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.say(LOBBY, "bert", "one");
        server.say(LOBBY, "bert", "two");
        await().until(() -> heard.entries.size() == 2);
        server.newEpoch("e2");
        server.say(OTHER, "bert", "unheard");
        server.dropAll();
        await().until(() -> heard.joins.size() == 2);
        server.say(LOBBY, "bert", "three");

        await().untilAsserted(() -> assertThat(heard.texts()).containsExactly("one", "two", "three"));
        assertThat(heard.newLogs).containsExactly("e2");
    }

    @Test
    void aGoodbyeForGoodIsObeyed() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.script((peer, command) -> command instanceof Command.Send);
        CompletionStage<SendResult> lost = chat.send(LOBBY, "lost");
        await().until(() -> server.received(Command.Send.class).size() == 1);

        server.goodbyeAll(4503, "replaced", 1L);

        await().until(() -> heard.state() == ConnectionState.FAILED);
        assertThat(heard.last().reason()).contains("replaced");
        assertThat(heard.last().trouble()).isEqualTo(ConnectionStatus.Trouble.REFUSED);
        assertThatThrownBy(() -> get(lost)).hasCauseInstanceOf(ChatException.Ended.class);
        assertThatThrownBy(() -> get(chat.send(LOBBY, "late"))).hasCauseInstanceOf(ChatException.Ended.class);
        await().during(Duration.ofMillis(300)).until(() -> server.connections() == 1);
    }

    @Test
    void aGoodbyeForAWhileIsObeyed() throws Exception {
        ChatClient chat = connect(options());
        get(chat.ready());
        server.goodbyeAll(4000, "restarting", 1_500L);
        await().until(() -> heard.state() == ConnectionState.RECONNECTING);
        assertThat(heard.last().retryIn()).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(1_550));

        await().during(Duration.ofMillis(500)).until(() -> server.connections() == 1);
        await().until(() -> heard.state() == ConnectionState.ONLINE);
    }

    @Test
    void aRefusalLineIsSurfaced() {
        server.refuse("the server is full");
        connect(options());

        await().until(() -> heard.statuses.size() > 1);
        ConnectionStatus status = heard.statuses.get(1);
        assertThat(status.trouble()).isEqualTo(ConnectionStatus.Trouble.REFUSED);
        assertThat(status.reason()).isEqualTo("the server refused: the server is full");
        server.refuse("");
        await().until(() -> heard.state() == ConnectionState.ONLINE);
    }

    @Test
    void aTakenNameEndsTheFirstHelloAndNotALaterOne() throws Exception {
        AccountName anna = new AccountName("anna");
        AtomicInteger taken = new AtomicInteger(1);
        server.script((peer, command) -> {
            if (command instanceof Command.Hello hello && anna.equals(hello.name()) && taken.get() > 0) {
                peer.tell(new Event.Rejected(null, ErrorCode.NAME_TAKEN, "anna is taken", null));
                return true;
            }
            return false;
        });
        assertThatThrownBy(() -> get(connect(options().withName(anna)).ready()))
                .hasCauseInstanceOf(ChatException.Ended.class)
                .hasMessageContaining("anna is taken");

        taken.set(0);
        ChatClient chat = connect(options().withName(anna));
        get(chat.ready());
        taken.set(1);
        server.dropAll();

        await().until(() -> heard.welcomes.size() == 2);
        assertThat(heard.welcomes.get(1).name().value()).startsWith("guest");
    }

    @Test
    void aStaleProofIsLeftOut() throws Exception {
        ChatClient chat = connect(options());
        get(chat.ready());
        server.script((peer, command) -> {
            if (command instanceof Command.Hello hello && hello.resume() != null) {
                peer.tell(new Event.Rejected(null, ErrorCode.RESUME_INVALID, "expired", null));
                return true;
            }
            return false;
        });
        server.dropAll();

        await().until(() -> heard.welcomes.size() == 2);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(heard.welcomes.get(1).name().value()).isEqualTo("guest1");
    }

    @Test
    void aRefusalForAMomentIsTriedAgainInOrder() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        AtomicInteger sends = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.Send && sends.incrementAndGet() <= 5) {
                peer.tell(FakeServer.rejection(command, ErrorCode.RATE_LIMITED, 20L));
                return true;
            }
            return false;
        });
        for (int i = 0; i < 5; i++) {
            chat.send(LOBBY, "m" + i);
        }
        get(chat.whenStored());

        assertThat(server.texts(LOBBY)).isEqualTo(texts(5));
    }

    @Test
    void messagesWaitUntilTheirRoomIsJoined() throws Exception {
        AtomicInteger joins = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.Join && joins.incrementAndGet() <= 3) {
                peer.tell(FakeServer.rejection(command, ErrorCode.BUSY, 50L));
                return true;
            }
            if (command instanceof Command.Send send && !peer.follows(send.room())) {
                peer.tell(FakeServer.rejection(command, ErrorCode.NOT_JOINED, null));
                return true;
            }
            return false;
        });
        ChatClient chat = connect(options());
        chat.join(LOBBY);

        assertThat(get(chat.send(LOBBY, "hello"))).isInstanceOf(SendResult.Sent.class);
        assertThat(joins).hasValue(4);
    }

    @Test
    void aFinalRefusalIsAResult() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.script((peer, command) -> {
            if (command instanceof Command.Send) {
                peer.tell(FakeServer.rejection(command, ErrorCode.ID_EXPIRED, null));
                return true;
            }
            return false;
        });
        assertThat(get(chat.send(LOBBY, "old")))
                .isInstanceOfSatisfying(
                        SendResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.ID_EXPIRED));
        assertThat(get(chat.send(LOBBY, ""))).isInstanceOf(SendResult.Rejected.class);
        assertThat(get(chat.send(LOBBY, "x".repeat(16_385)))).isInstanceOf(SendResult.Rejected.class);
        // 11,000 control characters take six bytes each in JSON: within the limit for texts, and too much for a frame.
        assertThat(get(chat.send(LOBBY, "\u0001".repeat(11_000))))
                .isInstanceOfSatisfying(
                        SendResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.TEXT_TOO_LONG));
        assertThat(heard.state()).isEqualTo(ConnectionState.ONLINE);
    }

    @Test
    void noMoreIsInFlightThanTheServerTakes() throws Exception {
        server.inFlight(4);
        List<Command.Send> held = new ArrayList<>();
        server.script((peer, command) -> {
            if (command instanceof Command.Send send) {
                held.add(send);
                return true;
            }
            return false;
        });
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        for (int i = 0; i < 10; i++) {
            chat.send(LOBBY, "m" + i);
        }
        await().until(() -> server.received(Command.Send.class).size() == 4);
        await().during(Duration.ofMillis(200))
                .until(() -> server.received(Command.Send.class).size() == 4);
    }

    @Test
    void theOutboxIsBounded() throws Exception {
        server.stopListening();
        ChatClient chat = connect(options().withOutboxLimit(3));
        for (int i = 0; i < 3; i++) {
            chat.send(LOBBY, "m" + i);
        }
        assertThatThrownBy(() -> get(chat.send(LOBBY, "one too many")))
                .hasCauseInstanceOf(ChatException.TooMuchWaiting.class)
                .hasMessageContaining("3 messages");
    }

    @Test
    void aSilentServerIsLeft() throws Exception {
        server.heartbeatSeconds(1);
        ChatClient chat = connect(options());
        get(chat.ready());
        await().until(() -> !server.received(Command.Ping.class).isEmpty());
        server.script((peer, command) -> command instanceof Command.Ping);

        await().atMost(Duration.ofSeconds(15)).until(() -> heard.welcomes.size() == 2);
        assertThat(heard.statuses).extracting(ConnectionStatus::reason).contains("the server has fallen silent");
    }

    @Test
    void aListenerThatThrowsIsContained() throws Exception {
        ChatClient chat = ChatClient.connect(options(), new ChatListener() {
            @Override
            public void onEntry(LogEntry entry) {
                throw new IllegalStateException("a fault of the listener, which the test made");
            }
        });
        clients.add(chat);
        get(chat.join(LOBBY));
        get(chat.send(LOBBY, "one"));
        assertThat(get(chat.send(LOBBY, "two"))).isInstanceOf(SendResult.Sent.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aRoomThatIsLeftIsNotJoinedAgain() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        get(chat.join(OTHER));
        get(chat.leave(LOBBY));
        server.dropAll();
        await().until(() -> heard.joins.size() == 3);

        assertThat(heard.joins.get(2).room()).isEqualTo(OTHER);
    }

    @Test
    void aRoomThatCannotBeJoinedAgainIsTold() throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        server.script((peer, command) -> {
            if (command instanceof Command.Join) {
                peer.tell(FakeServer.rejection(command, ErrorCode.TOO_MANY_ROOMS, null));
                return true;
            }
            return false;
        });
        server.dropAll();

        await().untilAsserted(() -> assertThat(heard.lostRooms).containsExactly(LOBBY));
        assertThatThrownBy(() -> get(chat.join(OTHER))).hasCauseInstanceOf(ChatException.Refused.class);
    }

    @Test
    void bytesThatAreNoFramesAreNoReasonToEnd() throws Exception {
        try (FakeServer healthy = new FakeServer();
                java.net.ServerSocket http = new java.net.ServerSocket(0)) {
            Thread answering = new Thread(
                    () -> {
                        try (java.net.Socket socket = http.accept()) {
                            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("US-ASCII"));
                            socket.getInputStream().readAllBytes();
                        } catch (java.io.IOException e) {
                            // The test has ended.
                        }
                    },
                    "not-chat");
            answering.setDaemon(true);
            answering.start();
            connect(ChatOptions.to(new ServerAddress("127.0.0.1", http.getLocalPort()))
                    .withBackOff(QUICK));
            await().until(() -> heard.statuses.size() > 1);
            assertThat(heard.statuses.get(1).reason()).contains("not a chat server");
        }
    }

    @Test
    void theNextServerIsTried() throws Exception {
        try (FakeServer second = new FakeServer()) {
            server.stopListening();
            ChatClient chat =
                    connect(ChatOptions.to(server.address(), second.address()).withBackOff(QUICK));
            get(chat.ready());
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    @Test
    void closingSaysQuitAndEndsEverything() throws Exception {
        ChatClient chat = connect(options());
        get(chat.ready());
        chat.close();
        chat.close();

        assertThat(server.received()).last().isInstanceOf(Command.Quit.class);
        assertThat(heard.state()).isEqualTo(ConnectionState.CLOSED);
        assertThatThrownBy(() -> get(chat.rooms())).hasCauseInstanceOf(ChatException.Ended.class);
    }

    private ChatClient connect(ChatOptions options) {
        ChatClient client = ChatClient.connect(options, heard);
        clients.add(client);
        return client;
    }

    private ChatOptions options() {
        return ChatOptions.to(server.address()).withBackOff(QUICK);
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
