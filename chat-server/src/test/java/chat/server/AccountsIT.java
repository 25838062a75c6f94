// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.CommandType;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts over the wire, as a program sees them. */
class AccountsIT {

    private static final String HELLO = "'type':'hello','protocol':1,'client':'it'";
    private static final String PASSWORD = "correct horse";

    @RegisterExtension
    final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB", "accounts.hash-passes=1", "limits.all=off", "accounts.guests=allow");

    @Test
    void anAccountIsMadeAndSignedInToAndOutlivesTheServer() {
        register("Ann", PASSWORD);
        assertThat(signIn("ann", PASSWORD).get("name").asText()).isEqualTo("Ann");
        assertThat(server.meter("chat_sign_ins_total{outcome=\"ok\"}")).isEqualTo(1);

        server.restart();

        assertThat(signIn("ann", PASSWORD).get("name").asText()).isEqualTo("Ann");
    }

    @Test
    void anAccountHasSeveralConnectionsWithTheSameName() {
        register("ann", PASSWORD);
        FrameClient first = server.framed();
        FrameClient second = server.framed();
        hello(first, credentials("ann", PASSWORD));
        hello(second, credentials("ann", PASSWORD));

        first.join("#lobby");
        second.join("#lobby");
        first.say("#lobby", "hi");

        assertThat(second.skipTo("message").get("from").asText()).isEqualTo("ann");
        assertThat(first.answersPing()).isTrue();
    }

    @Test
    void whateverIsWrongIsAnsweredTheSame() {
        register("ann", PASSWORD);
        FrameClient client = server.framed();

        client.send("{" + HELLO + "," + credentials("ann", "wrong horse") + "}");
        JsonNode wrong = client.next("error");
        client.send("{" + HELLO + "," + credentials("nobody", PASSWORD) + "}");
        JsonNode unknown = client.next("error");

        assertThat(wrong.get("code").asText()).isEqualTo("sign-in-failed");
        assertThat(unknown).isEqualTo(wrong);
        assertThat(hello(client, credentials("ann", PASSWORD)).get("name").asText())
                .as("and another try is possible")
                .isEqualTo("ann");
    }

    @Test
    void nobodyElseIsCalledLikeAnAccount() {
        register("ann", PASSWORD);
        FrameClient guest = server.framed();

        guest.send("{" + HELLO + ",'name':'ANN'}");
        assertThat(guest.nextCode()).isEqualTo("name-registered");
        guest.send("{" + HELLO + ",'name':'\\uff41nn'}");
        assertThat(guest.nextCode()).isEqualTo("name-characters");
        guest.hello("ben");
        guest.send("{'type':'nick','ref':'1','name':'Ann'}");
        assertThat(guest.nextCode()).isEqualTo("name-registered");
        guest.send("{'type':'register','ref':'2','account':'ann','password':'another horse'}");
        assertThat(guest.nextCode()).isEqualTo("name-registered");
    }

    @Test
    void nobodyLooksLikeAnAccountOrAReservedName() {
        register("ape", PASSWORD);
        FrameClient guest = server.framed();
        String cyrillic = "\\u0430\\u0440\\u0435";

        guest.send("{" + HELLO + ",'name':'" + cyrillic + "'}");
        assertThat(guest.nextCode()).isEqualTo("name-registered");
        guest.send("{" + HELLO + ",'name':'R00T'}");
        assertThat(guest.nextCode()).isEqualTo("name-reserved");
        guest.send("{'type':'register','ref':'1','account':'" + cyrillic + "','password':'another horse'}");
        assertThat(guest.next("error").toString()).contains("name-registered", "looks like ape");
        guest.send("{'type':'register','ref':'2','account':'r00t','password':'another horse'}");
        assertThat(guest.nextCode()).isEqualTo("name-reserved");
        guest.send("{" + HELLO + ",'name':'deIeted-17'}");
        assertThat(guest.nextCode()).isEqualTo("name-reserved");
        guest.hello("ben");
        guest.send("{'type':'nick','ref':'3','name':'" + cyrillic + "'}");
        assertThat(guest.nextCode()).isEqualTo("name-registered");
        // The same name in other letters is not the same to the eye.
        register("paypal", PASSWORD);
        guest.send("{'type':'nick','ref':'4','name':'paypai'}").skipTo("ok");
        guest.send("{'type':'nick','ref':'5','name':'paypaI'}");
        assertThat(guest.nextCode()).isEqualTo("name-registered");

        server.restart();

        FrameClient later = server.framed();
        later.send("{" + HELLO + ",'name':'" + cyrillic + "'}");
        assertThat(later.nextCode()).isEqualTo("name-registered");
    }

    /** Or anybody could be "admin" for good by making the account. */
    @Test
    void aReservedNameIsNotForWhoeverRegistersIt() {
        FrameClient guest = server.framed();
        guest.send("{'type':'register','ref':'1','account':'ADMIN','password':'correct horse'}");
        assertThat(guest.nextCode()).isEqualTo("name-reserved");
        guest.hello("ben");
        guest.send("{'type':'register','ref':'2','account':'admin','password':'correct horse'}");
        assertThat(guest.nextCode()).isEqualTo("name-reserved");
    }

    /** A name is only kept for whoever really makes the account of it. */
    @Test
    void whoFailedToRegisterANameDoesNotKeepItFromWhoeverDoes() {
        server.with("accounts.hash-memory=64MiB", "accounts.hash-passes=20");
        FrameClient impostor = server.framed("ben");
        impostor.send("{'type':'register','ref':'1','account':'ann','password':'short'}");
        assertThat(impostor.nextCode()).isEqualTo("password-rule");
        FrameClient ann = server.framed("zoe");
        ann.send("{'type':'register','ref':'1','account':'ann','password':'correct horse'}");
        assertThat(ann.answersPing())
                .as("the password is being hashed, and the name was free when that began")
                .isTrue();
        impostor.send("{'type':'nick','ref':'2','name':'ann'}");
        impostor.next("ok");

        ann.next("ok");

        assertThat(impostor.next("goodbye").get("code").asInt()).isEqualTo(4503);
    }

    @Test
    void whatComesBeforeHelloIsHeldToTheRateOfCommandsToo() {
        server.with(
                "limits.all=on",
                "accounts.registration=closed",
                "limits.commands=1/1m burst 5",
                "limits.refusals=1/1m burst 5");
        FrameClient client = server.framed();
        for (int i = 0; i < 20; i++) {
            client.send("{'type':'register','ref':'r','account':'ann','password':'correct horse'}");
        }
        assertThat(client.skipTo("goodbye").get("code").asInt()).isEqualTo(4507);
    }

    @Test
    void aGuestMayRegisterTheNameTheyHaveButNotAnothers() {
        FrameClient ann = server.framed("ann");
        FrameClient ben = server.framed("ben");

        ben.send("{'type':'register','ref':'1','account':'ann','password':'correct horse'}");
        JsonNode refused = ben.next("error");
        assertThat(refused.get("code").asText()).isEqualTo("name-taken");
        assertThat(refused.get("message").asText()).contains("a guest is called ann now", "leave there first");
        ann.send("{'type':'register','ref':'1','account':'Ann','password':'correct horse'}");
        assertThat(ann.next("ok").get("ref").asText()).isEqualTo("1");
        assertThat(ann.answersPing()).isTrue();
    }

    @Test
    void whoeverComesBackWithAProofNeedsNoPassword() {
        register("ann", PASSWORD);
        String proof = signIn("ann", PASSWORD).get("resume").asText();

        server.restart();
        FrameClient back = server.framed();
        JsonNode welcome = hello(back, "'resume':'" + proof + "','name':'somebody'");

        assertThat(welcome.get("name").asText()).isEqualTo("ann");
        back.send("{'type':'password','ref':'1','old':'correct horse','new':'another horse'}");
        assertThat(back.next("ok").get("resume").asText()).isNotEmpty();
    }

    @Test
    void aPasswordChangeEndsEverythingButTheConnectionThatAsked() {
        register("ann", PASSWORD);
        FrameClient other = server.framed();
        String proof = hello(other, credentials("ann", PASSWORD)).get("resume").asText();
        FrameClient asking = server.framed();
        hello(asking, credentials("ann", PASSWORD));

        asking.send("{'type':'password','ref':'1','old':'wrong horse','new':'another horse'}");
        assertThat(asking.nextCode()).isEqualTo("sign-in-failed");
        assertThat(other.answersPing()).isTrue();
        asking.send("{'type':'password','ref':'2','old':'correct horse','new':'another horse'}");
        String fresh = asking.next("ok").get("resume").asText();

        assertThat(other.skipTo("goodbye").get("code").asInt()).isEqualTo(4510);
        assertThat(asking.answersPing()).isTrue();
        FrameClient late = server.framed();
        late.send("{" + HELLO + ",'resume':'" + proof + "'}");
        assertThat(late.nextCode()).isEqualTo("resume-invalid");
        late.send("{" + HELLO + "," + credentials("ann", PASSWORD) + "}");
        assertThat(late.nextCode()).isEqualTo("sign-in-failed");
        assertThat(hello(late, "'resume':'" + fresh + "'").get("name").asText()).isEqualTo("ann");
    }

    @Test
    void aDeletedAccountIsGoneAndItsNameIsNot() {
        register("ann", PASSWORD);
        FrameClient ann = server.framed();
        hello(ann, credentials("ann", PASSWORD));

        ann.send("{'type':'delete-account','ref':'1','password':'correct horse'}");

        assertThat(ann.next("ok").get("ref").asText()).isEqualTo("1");
        assertThat(ann.skipTo("goodbye").get("code").asInt()).isEqualTo(4510);
        FrameClient late = server.framed();
        late.send("{" + HELLO + "," + credentials("ann", PASSWORD) + "}");
        assertThat(late.nextCode()).isEqualTo("sign-in-failed");
        late.send("{" + HELLO + ",'name':'ann'}");
        assertThat(late.nextCode()).isEqualTo("name-registered");
        late.send("{'type':'register','ref':'1','account':'ann','password':'correct horse'}");
        assertThat(late.nextCode()).isEqualTo("name-registered");
    }

    @Test
    void whereGuestsAreDeniedNothingIsDoneForThem() {
        server.with("accounts.guests=deny");
        register("ann", PASSWORD);
        Map<CommandType, String> commands = new EnumMap<>(Map.ofEntries(
                Map.entry(CommandType.HELLO, HELLO),
                Map.entry(CommandType.JOIN, "'type':'join','ref':'1','room':'#lobby'"),
                Map.entry(CommandType.DIRECT, "'type':'direct','ref':'1','name':'ann'"),
                Map.entry(CommandType.BLOCK, "'type':'block','ref':'1','name':'ann'"),
                Map.entry(CommandType.UNBLOCK, "'type':'unblock','ref':'1','name':'ann'"),
                Map.entry(CommandType.BLOCKS, "'type':'blocks','ref':'1'"),
                Map.entry(CommandType.LEAVE, "'type':'leave','ref':'1','room':'#lobby'"),
                Map.entry(CommandType.SEND, "'type':'send','ref':'1','room':'#lobby','text':'x'"),
                Map.entry(CommandType.HISTORY, "'type':'history','ref':'1','room':'#lobby','limit':1"),
                Map.entry(CommandType.ROOMS, "'type':'rooms','ref':'1'"),
                Map.entry(CommandType.MEMBERS, "'type':'members','ref':'1','room':'#lobby'"),
                Map.entry(CommandType.TOPIC, "'type':'topic','ref':'1','room':'#lobby','text':'x'"),
                Map.entry(
                        CommandType.MODERATE,
                        "'type':'moderate','ref':'1','room':'#lobby','measure':'kick','name':'ann'"),
                Map.entry(CommandType.ROLE, "'type':'role','ref':'1','room':'#lobby','name':'x','role':'owner'"),
                Map.entry(CommandType.CONFIGURE, "'type':'configure','ref':'1','room':'#lobby','access':'private'"),
                Map.entry(CommandType.NICK, "'type':'nick','ref':'1','name':'x'"),
                Map.entry(CommandType.PING, "'type':'ping','ref':'1'"),
                Map.entry(
                        CommandType.REGISTER, "'type':'register','ref':'1','account':'ann','password':'another horse'"),
                Map.entry(CommandType.PASSWORD, "'type':'password','ref':'1','old':'x','new':'another horse'"),
                Map.entry(CommandType.DELETE_ACCOUNT, "'type':'delete-account','ref':'1','password':'x'"),
                Map.entry(CommandType.QUIT, "'type':'quit'")));
        assertThat(commands.keySet()).containsExactly(CommandType.values());
        commands.forEach((type, command) -> {
            FrameClient client = server.framed();
            client.send("{" + command + "}");
            JsonNode answer = client.next();
            String expected = switch (type) {
                case HELLO -> "sign-in-required";
                case REGISTER -> "name-registered";
                case QUIT -> "4500";
                default -> "hello-first";
            };
            assertThat(answer.path("code").asText()).as(type.wireName()).isEqualTo(expected);
        });
        assertThat(signIn("ann", PASSWORD).get("name").asText()).isEqualTo("ann");
    }

    @Test
    void theProofOfAGuestIsWorthNothingWhereGuestsAreDenied() {
        String proof = server.framed().hello("ben").get("resume").asText();
        int port = server.address().getPort();
        assertThat(server.stop()).isTrue();
        server.with("net.port=" + port, "accounts.guests=deny").start();

        FrameClient client = server.framed();
        client.send("{" + HELLO + ",'resume':'" + proof + "'}");

        assertThat(client.nextCode()).isEqualTo("sign-in-required");
    }

    @Test
    void guestsWhoMayOnlyReadReadAndWriteNothing() {
        server.with("accounts.guests=read-only");
        register("ann", PASSWORD);
        FrameClient ann = server.framed();
        hello(ann, credentials("ann", PASSWORD));
        ann.join("#lobby");
        FrameClient guest = server.framed("ben");
        guest.join("#lobby");

        guest.send("{'type':'send','ref':'1','room':'#lobby','text':'x'}");
        assertThat(nextError(guest)).isEqualTo("sign-in-required");
        guest.send("{'type':'topic','ref':'1','room':'#lobby','text':'x'}");
        assertThat(nextError(guest)).isEqualTo("sign-in-required");
        guest.send("{'type':'join','ref':'1','room':'#new'}");
        assertThat(nextError(guest)).isEqualTo("no-such-room");
        ann.say("#lobby", "hi");
        assertThat(guest.skipTo("message").get("text").asText()).isEqualTo("hi");
    }

    @Test
    void whoeverTriesTooOftenIsToldWhenToComeAgain() {
        server.with("limits.all=on", "limits.sign-ins-per-account=1/1m");
        FrameClient client = server.framed();

        client.send("{" + HELLO + "," + credentials("nobody", PASSWORD) + "}");
        assertThat(client.nextCode()).isEqualTo("sign-in-failed");
        client.send("{" + HELLO + "," + credentials("NOBODY", PASSWORD) + "}");
        JsonNode refused = client.next("error");

        assertThat(refused.get("code").asText()).isEqualTo("rate-limited");
        assertThat(refused.get("retryAfterMillis").asLong()).isBetween(1L, 60_000L);
        assertThat(server.meter("chat_sign_ins_total{outcome=\"throttled\"}")).isEqualTo(1);
    }

    @Test
    void aTokenIsGoodForItsRoomsUntilItIsRevoked() {
        String path = "store.path=" + server.config().store().path();
        operator("add", "bot", "--set", path);
        String token = operator("add-token", "bot", "ci", "--room", "#ci", "--set", path);
        FrameClient bot = server.framed();
        assertThat(hello(bot, "'token':'" + token + "'").get("name").asText()).isEqualTo("bot");

        bot.send("{'type':'join','ref':'1','room':'#lobby'}");
        assertThat(bot.nextCode()).isEqualTo("forbidden");
        bot.send("{'type':'history','ref':'1','room':'#lobby','limit':1}");
        assertThat(bot.nextCode()).isEqualTo("forbidden");
        bot.join("#ci");
        bot.send("{'type':'rooms','ref':'2'}");
        assertThat(bot.skipTo("rooms").get("rooms")).hasSize(1);
        bot.send("{'type':'password','ref':'3','old':'x','new':'another horse'}");
        assertThat(nextError(bot)).isEqualTo("forbidden");
        FrameClient again = server.framed();
        String proof = hello(again, "'token':'" + token + "'").get("resume").asText();
        FrameClient back = server.framed();
        hello(back, "'resume':'" + proof + "'");
        back.send("{'type':'join','ref':'1','room':'#lobby'}");
        assertThat(back.nextCode())
                .as("a proof of a token is held to its rooms")
                .isEqualTo("forbidden");

        int port = server.address().getPort();
        assertThat(server.stop()).isTrue();
        operator("revoke-token", "1", "--set", path);
        server.with("net.port=" + port).start();

        FrameClient late = server.framed();
        late.send("{" + HELLO + ",'resume':'" + proof + "'}");
        assertThat(late.nextCode()).isEqualTo("resume-invalid");
        late.send("{" + HELLO + ",'token':'" + token + "'}");
        assertThat(late.nextCode()).isEqualTo("sign-in-failed");
    }

    private static String operator(String... words) {
        StringWriter out = new StringWriter();
        int exit = Main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of("account"), Stream.of(words)).toArray(String[]::new));
        assertThat(exit).isZero();
        return out.toString().strip();
    }

    private void register(String name, String password) {
        FrameClient client = server.framed();
        client.send("{'type':'register','ref':'r','account':'" + name + "','password':'" + password + "'}");
        assertThat(client.next("ok").get("ref").asText()).isEqualTo("r");
    }

    private JsonNode signIn(String name, String password) {
        return hello(server.framed(), credentials(name, password));
    }

    /** The next refusal; entries of rooms may come before it. */
    private static String nextError(FrameClient client) {
        return client.skipTo("error").get("code").asText();
    }

    private static String credentials(String name, String password) {
        return "'account':'" + name + "','password':'" + password + "'";
    }

    private static JsonNode hello(FrameClient client, String fields) {
        client.send("{" + HELLO + "," + fields + "}");
        return client.next("welcome");
    }
}
