// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.client.BackOff;
import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.client.ConnectionStatus.Trouble;
import chat.client.SendResult;
import chat.client.ServerAddress;
import chat.client.console.Delivery;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.protocol.message.AccountName;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our client and our server, with accounts between them. Guests are denied unless a test lets them in. */
class AccountClientIT {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final AccountName ANN = new AccountName("ann");
    private static final String PASSWORD = "correct horse";
    private static final String HASHED = "chat_sign_ins_total{outcome=\"ok\"}";

    @RegisterExtension
    private final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB",
            "accounts.hash-passes=1",
            "limits.all=off",
            "accounts.registration=open",
            "accounts.guests=deny");

    private final Told told = new Told();

    @AfterEach
    void nothingSecretIsInTheLog() {
        assertThat(server.log().lines("horse")).isEmpty();
        assertThat(told.statuses.toString()).doesNotContain("horse");
    }

    @Test
    void anAccountIsMadeAndSignedInTo() throws Exception {
        register(PASSWORD, null);

        try (ChatClient client = connect(PASSWORD)) {
            assertThat(get(client.ready()).name()).isEqualTo(ANN);
            assertTalks(client);
        }

        assertThat(server.meter(HASHED)).isEqualTo(1);
        assertThatThrownBy(() -> register("another horse", null))
                .rootCause()
                .isInstanceOfSatisfying(
                        ChatException.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NAME_REGISTERED));
    }

    @Test
    void aConversationOfTwoGoesOnAfterTheServerWasAway() throws Exception {
        register(PASSWORD, null);
        get(ChatClient.register(guest(), new AccountName("bob"), new Secret(PASSWORD), null));
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatListener listener = new ChatListener() {
            @Override
            public void onEntry(LogEntry entry) {
                if (entry.event() instanceof RoomEvent.Message message) {
                    heard.add(entry.room() + " " + message.text());
                }
            }
        };
        try (ChatClient ann = connect(PASSWORD);
                ChatClient bob = ChatClient.connect(
                        guest().withCredentials(
                                        new Credentials.OfAccount(new AccountName("bob"), new Secret(PASSWORD))),
                        listener)) {
            bob.followDirects();
            get(bob.ready());
            RoomName room = get(ann.direct(new AccountName("BOB"))).room();
            get(ann.send(room, "one"));
            await().untilAsserted(() -> assertThat(heard).containsExactly("@ann,bob one"));

            server.restart();
            get(ann.send(room, "two"));
            await().untilAsserted(() -> assertThat(heard).containsExactly("@ann,bob one", "@ann,bob two"));

            get(bob.block(ANN));
            assertThat(get(bob.blocks())).containsExactly(ANN);
            assertThat(get(ann.send(room, "three")))
                    .isInstanceOfSatisfying(
                            SendResult.Rejected.class,
                            rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.BLOCKED));
            get(bob.unblock(ANN));
            assertThat(get(ann.send(room, "four"))).isInstanceOf(SendResult.Sent.class);
        }
    }

    @Test
    void anInvitationIsShownWhereOneIsNeeded() throws Exception {
        server.with("accounts.registration=invite");
        assertThatThrownBy(() -> register(PASSWORD, null)).rootCause().isInstanceOf(ChatException.Refused.class);
        String invite = whileStopped("invite");

        register(PASSWORD, new Secret(invite));

        try (ChatClient client = connect(PASSWORD)) {
            assertThat(get(client.ready()).name()).isEqualTo(ANN);
        }
    }

    @Test
    void aWrongPasswordIsFinal() throws Exception {
        register(PASSWORD, null);
        double before = server.meter("chat_connections_accepted_total");

        try (ChatClient client = connect("wrong horse")) {
            assertThatThrownBy(() -> get(client.ready()))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            ChatException.Ended.class,
                            ended -> assertThat(ended.trouble()).isEqualTo(Trouble.SIGN_IN_FAILED));
        }

        assertThat(told.end().trouble()).isEqualTo(Trouble.SIGN_IN_FAILED);
        assertThat(told.end().retryIn()).isNull();
        assertThat(deliver(options("wrong horse")).code()).isEqualTo(ExitCode.SIGN_IN);
        assertThat(server.meter("chat_connections_accepted_total"))
                .as("one connection each")
                .isEqualTo(before + 2);
        assertThat(deliver(options(PASSWORD)).code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aGuestIsToldToSignIn() {
        Ending ending = deliver(guest());

        assertThat(ending.code()).isEqualTo(ExitCode.SIGN_IN);
        assertThat(ending.reason()).contains("guests are not let in");
    }

    @Test
    void whoComesBackAfterARestartShowsTheProofAndNoPassword() throws Exception {
        register(PASSWORD, null);
        try (ChatClient client = connect(PASSWORD)) {
            get(client.join(LOBBY));
            assertThat(server.meter(HASHED)).isEqualTo(1);

            server.restart();
            assertTalks(client);

            assertThat(server.meter(HASHED)).isZero();
            assertThat(server.meter("chat_sign_ins_total{outcome=\"refused\"}")).isZero();
        }
    }

    @Test
    void whoseProofIsVoidSignsInAgain() throws Exception {
        register(PASSWORD, null);
        try (ChatClient client = connect(PASSWORD)) {
            get(client.join(LOBBY));

            whileStopped("sign-out", "ann");
            assertTalks(client);

            assertThat(server.meter(HASHED)).isEqualTo(1);
        }
    }

    @Test
    void whosePasswordWasChangedElsewhereIsNotLetInAgain() throws Exception {
        register(PASSWORD, null);
        try (ChatClient client = connect(PASSWORD)) {
            get(client.join(LOBBY));

            whileStopped("reset-password", "ann");

            assertThat(told.awaitEnd().trouble()).isEqualTo(Trouble.SIGN_IN_FAILED);
        }
    }

    @Test
    void whoChangesThePasswordGoesOnAndNobodyElseDoes() throws Exception {
        register(PASSWORD, null);
        Told other = new Told();
        try (ChatClient client = connect(PASSWORD);
                ChatClient left = ChatClient.connect(options(PASSWORD), other)) {
            get(client.join(LOBBY));
            get(left.ready());
            assertThatThrownBy(() -> get(client.changePassword(new Secret("wrong horse"), new Secret("another horse"))))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            ChatException.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SIGN_IN_FAILED));

            get(client.changePassword(new Secret(PASSWORD), new Secret("another horse")));

            assertThat(other.awaitEnd().reason()).contains("signed out");
            server.restart();
            assertTalks(client);
            assertThat(server.meter(HASHED)).as("by the fresh proof").isZero();
            whileStopped("sign-out", "ann");
            assertTalks(client);
            assertThat(server.meter(HASHED)).as("by the new password").isEqualTo(1);
        }
    }

    @Test
    void whoDeletesTheAccountIsSignedOutForGood() throws Exception {
        register(PASSWORD, null);
        try (ChatClient client = connect(PASSWORD)) {
            get(client.ready());

            get(client.deleteAccount(new Secret(PASSWORD)));

            assertThat(told.awaitEnd().state()).isEqualTo(ConnectionState.FAILED);
        }
        assertThat(deliver(options(PASSWORD)).code()).isEqualTo(ExitCode.SIGN_IN);
    }

    @Test
    void aTokenIsAsGoodAsAPassword() throws Exception {
        register(PASSWORD, null);
        String token = whileStopped("add-token", "ann", "ci");
        ChatOptions options = guest().withCredentials(new Credentials.OfBot(new Secret(token)));
        assertThat(options.toString()).doesNotContain(token);

        try (ChatClient client = ChatClient.connect(options, told)) {
            assertThat(get(client.ready()).name()).isEqualTo(ANN);
            assertTalks(client);
        }
    }

    @Test
    void whoIsToldToWaitWaitsAndSignsIn() throws Exception {
        register(PASSWORD, null);
        server.with("limits.all=on", "limits.sign-ins-per-account=1/1s").restart();
        assertThat(deliver(options(PASSWORD)).code()).isEqualTo(ExitCode.OK);

        try (ChatClient client = connect(PASSWORD)) {
            get(client.ready());
        }

        assertThat(told.statuses).anySatisfy(status -> {
            assertThat(status.trouble()).isEqualTo(Trouble.REFUSED);
            assertThat(status.retryIn()).isPositive();
        });
        assertThat(server.meter("chat_sign_ins_total{outcome=\"throttled\"}")).isPositive();
    }

    private void register(String password, @Nullable Secret invite) throws Exception {
        get(ChatClient.register(guest(), ANN, new Secret(password), invite));
    }

    private ChatClient connect(String password) {
        return ChatClient.connect(options(password), told);
    }

    private ChatOptions options(String password) {
        return guest().withCredentials(new Credentials.OfAccount(ANN, new Secret(password)));
    }

    private ChatOptions guest() {
        return ChatOptions.to(new ServerAddress("127.0.0.1", server.address().getPort()))
                .withBackOff(new BackOff(Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    private static Ending deliver(ChatOptions options) {
        return new Delivery(
                        options,
                        null,
                        LOBBY,
                        false,
                        Duration.ofSeconds(10),
                        new ByteArrayOutputStream(),
                        new ByteArrayOutputStream())
                .send("hello");
    }

    private static void assertTalks(ChatClient client) throws Exception {
        get(client.join(LOBBY));
        assertThat(get(client.send(LOBBY, "hello"))).isInstanceOf(SendResult.Sent.class);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** What the operator does while the server is stopped, which is started again on the same port. */
    private String whileStopped(String... words) {
        int port = server.address().getPort();
        assertThat(server.stop()).isTrue();
        StringWriter out = new StringWriter();
        List<String> settings = List.of(
                "--set",
                "store.path=" + server.config().store().path(),
                "--set",
                "accounts.hash-memory=8MiB",
                "--set",
                "accounts.hash-passes=1");
        int exit = Main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .execute(Stream.of(List.of("account"), List.of(words), settings)
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        assertThat(exit).isZero();
        server.with("net.port=" + port).start();
        return out.toString().strip();
    }

    /** What a client was told of its connection. */
    private static final class Told implements ChatListener {
        private final List<ConnectionStatus> statuses = new CopyOnWriteArrayList<>();
        private final CompletableFuture<ConnectionStatus> end = new CompletableFuture<>();

        @Override
        public void onConnection(ConnectionStatus status) {
            statuses.add(status);
            if (status.state() == ConnectionState.FAILED) {
                end.complete(status);
            }
        }

        ConnectionStatus awaitEnd() throws Exception {
            return end.get(10, TimeUnit.SECONDS);
        }

        ConnectionStatus end() {
            return end.join();
        }
    }
}
