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
import chat.client.SendResult;
import chat.client.ServerAddress;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.client.console.Tail;
import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever only follows a room is no member of it, and no less of one than before. */
class FollowIT {

    private static final RoomName PLANS = new RoomName("#plans");
    private static final AccountName ANN = new AccountName("ann");
    private static final AccountName EVE = new AccountName("eve");
    private static final Secret PASSWORD = new Secret("correct horse");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension
    private final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB", "accounts.hash-passes=1", "limits.all=off", "accounts.registration=open");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void accounts() throws Exception {
        for (AccountName name : List.of(ANN, EVE)) {
            get(ChatClient.register(options(), name, PASSWORD, null));
        }
    }

    @Test
    void aTailMakesNobodyAMemberAlsoWhenItComesBack() throws Exception {
        try (ChatClient ann = connect(ANN);
                ChatClient eve = connect(EVE)) {
            get(ann.join(PLANS));
            say(ann, "before");
            CompletableFuture<Ending> tail = tailing();
            await().until(this::out, text -> text.contains("before"));

            server.restart();
            say(ann, "after");
            await().until(this::out, text -> text.contains("after"));

            assertThat(get(ann.members(PLANS))).as("is there, and no member").hasSize(2);
            assertThat(joinedAndLeft(ann)).isEmpty();
            // A private room shows that the server sees it so, too.
            get(ann.configure(PLANS, Access.PRIVATE, null, null));
            assertThat(tail.get(10, TimeUnit.SECONDS).code()).isEqualTo(ExitCode.LOST);
            assertThat(get(ann.members(PLANS))).hasSize(1);
            assertRefused(eve.follow(PLANS), ErrorCode.NOT_INVITED);
        }
    }

    @Test
    void aTailOfAPrivateRoomIsForItsMembers() throws Exception {
        try (ChatClient ann = connect(ANN);
                ChatClient eve = connect(EVE)) {
            get(ann.join(PLANS));
            get(ann.configure(PLANS, Access.PRIVATE, null, null));
            say(ann, "a secret");

            assertThat(tail(20, false).run(PATIENCE).code()).isEqualTo(ExitCode.REFUSED);
            assertThat(out()).isEmpty();

            get(ann.moderate(PLANS, Measure.INVITE, EVE, null, null));
            get(eve.join(PLANS));
            assertThat(tail(20, false).run(PATIENCE)).isEqualTo(Ending.OK);
            assertThat(out()).contains("<ann> a secret");
        }
    }

    /** It left the room and joined it again further back: the one ended a membership and the other could not restore it. */
    @Test
    void aTailThatGoesBackFurtherThanAPageLeavesAMemberAMember() throws Exception {
        server.with("limits.history-page=5");
        try (ChatClient ann = connect(ANN);
                ChatClient eve = connect(EVE)) {
            get(ann.join(PLANS));
            get(eve.join(PLANS));
            get(ann.configure(PLANS, Access.PRIVATE, null, null));
            for (int i = 1; i <= 12; i++) {
                say(ann, "m" + i);
            }

            assertThat(tail(12, false).run(PATIENCE)).isEqualTo(Ending.OK);

            assertThat(out().lines().filter(line -> line.contains("<ann> m"))).hasSize(12);
            assertThat(joinedAndLeft(ann)).containsExactly("eve joined");
            say(eve, "still here");
        }
    }

    @Test
    void whoFollowedMayJoinAndIsAMemberThen() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatListener listener = new ChatListener() {
            @Override
            public void onEntry(LogEntry entry) {
                if (entry.event() instanceof RoomEvent.Message message) {
                    heard.add(message.text());
                }
            }
        };
        try (ChatClient ann = connect(ANN);
                ChatClient eve = ChatClient.connect(options(EVE), listener)) {
            assertRefused(eve.follow(PLANS), ErrorCode.NO_SUCH_ROOM);
            get(ann.join(PLANS));
            get(eve.followLast(PLANS, 0));
            say(ann, "one");
            assertThat(joinedAndLeft(ann)).isEmpty();

            get(eve.join(PLANS));

            say(ann, "two");
            await().until(() -> heard.size() >= 2);
            assertThat(heard).as("each once").containsExactly("one", "two");
            assertThat(joinedAndLeft(ann)).containsExactly("eve joined");
            get(ann.giveRole(PLANS, EVE, Role.MODERATOR));
        }
    }

    @Test
    void aTailOfADirectRoomStillGoes() throws Exception {
        RoomName room = RoomName.direct(ANN, EVE);
        try (ChatClient ann = connect(ANN)) {
            get(ann.direct(EVE));
            get(ann.send(room, "between us"));
        }

        assertThat(new Tail(options(EVE), room, 5, null, false, false, out, err).run(PATIENCE))
                .isEqualTo(Ending.OK);

        assertThat(out()).contains("<ann> between us");
    }

    private static void assertRefused(CompletionStage<?> stage, ErrorCode code) {
        assertThatThrownBy(() -> get(stage))
                .rootCause()
                .isInstanceOfSatisfying(
                        ChatException.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static void say(ChatClient client, String text) throws Exception {
        assertThat(get(client.send(PLANS, text))).isInstanceOf(SendResult.Sent.class);
    }

    private static List<String> joinedAndLeft(ChatClient client) throws Exception {
        List<String> told = new ArrayList<>();
        get(client.readHistory(
                PLANS,
                new HistoryRange.After(0),
                1_000,
                page -> page.entries().forEach(entry -> {
                    if (entry.event() instanceof RoomEvent.MemberJoined) {
                        told.add(entry.from() + " joined");
                    } else if (entry.event() instanceof RoomEvent.MemberLeft) {
                        told.add(entry.from() + " left");
                    }
                })));
        return told;
    }

    private CompletableFuture<Ending> tailing() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return tail(20, true).run(PATIENCE);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private Tail tail(int last, boolean follow) {
        return new Tail(options(EVE), PLANS, last, null, follow, false, out, err);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private ChatClient connect(AccountName name) {
        return ChatClient.connect(options(name), new ChatListener() {});
    }

    private ChatOptions options(AccountName name) {
        return options().withCredentials(new Credentials.OfAccount(name, PASSWORD));
    }

    private ChatOptions options() {
        return ChatOptions.to(new ServerAddress("127.0.0.1", server.address().getPort()))
                .withBackOff(new BackOff(Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
