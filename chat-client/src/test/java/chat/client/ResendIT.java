// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to a message before its acknowledgement: it is sent again under its id, or its fate is told. */
class ResendIT {

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

    /** What the server answers while it may, or may not, have stored the message: one of it is there in the end. */
    @ParameterizedTest
    @CsvSource({
        "STORE_UNAVAILABLE, true",
        "STORE_UNAVAILABLE, false",
        "INTERNAL, true",
        "INTERNAL, false",
        "BUSY, false",
        "RATE_LIMITED, false"
    })
    void whatIsRefusedForAMomentIsSentAgainUnderItsId(ErrorCode code, boolean stored) throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        AtomicInteger sends = new AtomicInteger();
        server.script((peer, command) -> {
            if (command instanceof Command.Send send && sends.incrementAndGet() <= 3) {
                if (stored) {
                    peer.store(send);
                }
                peer.tell(FakeServer.rejection(command, code, 5L));
                return true;
            }
            return false;
        });

        CompletionStage<SendResult> result = chat.send(LOBBY, "one");

        assertThat(((SendResult.Sent) get(result)).duplicate()).isEqualTo(stored);
        assertThat(server.texts(LOBBY)).containsExactly("one");
        assertThat(server.received(Command.Send.class))
                .hasSize(4)
                .extracting(Command.Send::id)
                .containsOnly(1L);
    }

    private enum Loss {
        /** The message never reached the log. */
        BEFORE_IT_IS_STORED,
        /** It did, and the acknowledgement was lost. */
        BEFORE_IT_IS_ACKNOWLEDGED
    }

    /** A restart that keeps its logs: what was stored is found again, what was not is stored. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void aRestartWithTheSameLogDoublesNothing(Loss loss) throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        List<CompletionStage<SendResult>> results = sendInto(loss, chat, 20);
        server.listenAgain();
        get(chat.whenStored());

        assertThat(server.texts(LOBBY)).isEqualTo(texts(20));
        await().untilAsserted(() -> assertThat(heard.texts()).isEqualTo(texts(20)));
        assertThat(((SendResult.Sent) get(results.get(0))).duplicate())
                .isEqualTo(loss == Loss.BEFORE_IT_IS_ACKNOWLEDGED);
        assertThat(heard.newLogs).isEmpty();
        assertThat(heard.gaps).isEmpty();
    }

    /** A restart that lost everything, as one of the memory store does: what was not acknowledged is in the new log. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void aRestartWithAnotherLogHasWhatWasNotAcknowledged(Loss loss) throws Exception {
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        get(chat.send(LOBBY, "before"));
        List<CompletionStage<SendResult>> results = sendInto(loss, chat, 20);
        server.newEpoch("e2");
        server.listenAgain();
        get(chat.whenStored());

        assertThat(server.texts(LOBBY)).isEqualTo(texts(20));
        assertThat(((SendResult.Sent) get(results.get(0))).duplicate()).isFalse();
        await().untilAsserted(() -> assertThat(heard.newLogs).containsExactly("e2"));
    }

    /**
     * The server has another key: to it this client is somebody new, so that a message that it may have would be stored
     * twice. What never left is sent.
     */
    @Test
    void aSenderThatIsNoLongerKnownTellsWhatIsUncertain() throws Exception {
        server.inFlight(2);
        ChatClient chat = connect(options());
        get(chat.join(LOBBY));
        List<CompletionStage<SendResult>> results = sendInto(Loss.BEFORE_IT_IS_ACKNOWLEDGED, chat, 4);
        server.forgetSenders();
        server.listenAgain();
        get(chat.whenStored());

        for (CompletionStage<SendResult> result : results.subList(0, 2)) {
            assertThatThrownBy(() -> get(result)).hasCauseInstanceOf(ChatException.Uncertain.class);
        }
        assertThat(get(results.get(2))).isInstanceOf(SendResult.Sent.class);
        assertThat(server.texts(LOBBY)).containsExactly("m0", "m2", "m3");
    }

    @RepeatedTest(TIMES)
    void whatAnEarlierClientLeftIsSentAgainByTheNext() throws Exception {
        ChatClient earlier = connect(options());
        get(earlier.join(LOBBY));
        sendInto(Loss.BEFORE_IT_IS_ACKNOWLEDGED, earlier, 20);
        ChatState state = get(earlier.state());
        earlier.close();
        assertThat(state.outbox()).hasSize(20).allMatch(Unacknowledged::sent);
        server.listenAgain();

        ChatClient later = connect(options().continuing(state));
        later.joinAfter(LOBBY, state.positions().get(LOBBY));
        List<CompletionStage<SendResult>> results =
                state.outbox().stream().map(later::sendAgain).toList();
        SendResult.Sent own = (SendResult.Sent) get(later.send(LOBBY, "m20"));

        assertThat(server.texts(LOBBY)).isEqualTo(texts(21));
        assertThat(((SendResult.Sent) get(results.get(0))).duplicate()).isTrue();
        assertThat(((SendResult.Sent) get(results.get(19))).id()).isEqualTo(20);
        assertThat(own.id()).isEqualTo(21);
        assertThat(get(later.state()).outbox()).isEmpty();
    }

    @Test
    void anEarlierClientThatIsNotKnownAnyMoreLeftWhatIsUncertain() throws Exception {
        ChatClient earlier = connect(options());
        get(earlier.ready());
        ChatState state = get(earlier.state());
        earlier.close();
        server.forgetSenders();

        ChatClient later = connect(options().continuing(state));
        get(later.join(LOBBY));
        assertThatThrownBy(() -> get(later.sendAgain(new Unacknowledged(1, LOBBY, "sent", true))))
                .hasCauseInstanceOf(ChatException.Uncertain.class);
        assertThat(get(later.sendAgain(new Unacknowledged(2, LOBBY, "never sent", false))))
                .isInstanceOf(SendResult.Sent.class);
        assertThatThrownBy(() -> get(
                        connect(options().continuing(state).withOnlyAsBefore()).ready()))
                .hasCauseInstanceOf(ChatException.Ended.class);
        assertThat(heard.last().trouble()).isEqualTo(ConnectionStatus.Trouble.FORGOTTEN);
    }

    /** Sends messages and takes the server away: the first is stored or not, none is acknowledged. */
    private List<CompletionStage<SendResult>> sendInto(Loss loss, ChatClient chat, int count) {
        server.script((peer, command) -> {
            if (command instanceof Command.Send send) {
                if (loss == Loss.BEFORE_IT_IS_ACKNOWLEDGED && send.text().equals("m0")) {
                    peer.store(send);
                }
                return true;
            }
            return false;
        });
        int expected = server.received(Command.Send.class).size() + Math.min(count, server.inFlight());
        List<CompletionStage<SendResult>> results = IntStream.range(0, count)
                .mapToObj(i -> chat.send(LOBBY, "m" + i))
                .toList();
        await().until(() -> server.received(Command.Send.class).size() == expected);
        server.stopListening();
        server.dropAll();
        await().until(() -> heard.state() == ConnectionState.RECONNECTING);
        server.script((peer, command) -> false);
        return results;
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
