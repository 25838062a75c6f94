// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator does with a server that is running, through the admin port and on the command line. */
class AdminApiIT {

    private static final String GIVEN = "a token of the operator's".replace(' ', '-');

    @RegisterExtension
    private final RunningServer server = new RunningServer("accounts.hash-memory=8MiB", "accounts.hash-passes=1");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private record Answer(int status, JsonNode body) {

        String code() {
            return body.path("error").path("code").asText();
        }
    }

    @Test
    void accountsAreMadeAndListed() throws Exception {
        Answer made = api("POST", "accounts", "{\"name\":\"Ann\",\"password\":\"correct horse\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("name").asText()).isEqualTo("Ann");

        Answer list = api("GET", "accounts", "");
        assertThat(list.body().path("accounts")).hasSize(1);
        assertThat(list.body().path("accounts").get(0).path("state").asText()).isEqualTo("active");
        assertThat(list.body().toString()).doesNotContain("argon2", "hash");
        assertThat(api("POST", "accounts", "{\"name\":\"ANN\",\"password\":\"correct horse\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void whatCannotBeDoneSaysWhy() throws Exception {
        assertThat(api("POST", "accounts", "{\"name\":\"ann\",\"pasword\":\"x\"}")
                        .code())
                .isEqualTo("bad-field");
        assertThat(api("POST", "accounts", "{").code()).isEqualTo("bad-json");
        assertThat(api("POST", "accounts", "[]").code()).isEqualTo("bad-json");
        assertThat(api("POST", "accounts", "{\"name\":\"ann\",\"password\":\"short\"}")
                        .code())
                .isEqualTo("password-rule");
        assertThat(api("POST", "accounts/nobody/lock", "").status()).isEqualTo(400);
        assertThat(api("POST", "accounts/ann/dance", "").status()).isEqualTo(404);
        assertThat(api("GET", "nothing", "").status()).isEqualTo(404);
        assertThat(api("GET", "audit?limit=0", "").status()).isEqualTo(400);
        assertThat(api("GET", "accounts/%zz", "").status()).isEqualTo(400);
    }

    @Test
    void nobodyGetsInWithoutTheToken() throws Exception {
        for (String header :
                new String[] {"", "Authorization: Bearer \r\n", "Authorization: Basic " + token() + "\r\n"}) {
            Answer answer = send("GET", "accounts", header, "");
            assertThat(answer.status()).as(header).isEqualTo(401);
            assertThat(answer.body().path("accounts").isMissingNode()).isTrue();
        }
        String right = "Authorization: Bearer " + token() + "\r\n";
        assertThat(send("GET", "accounts", right + right, "").status())
                .as("two")
                .isEqualTo(401);
        assertThat(server.ask("/livez").statusCode()).isEqualTo(200);
        assertThat(server.ask("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void wrongTokensAreHeldToARate() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(send("GET", "accounts", "Authorization: Bearer wrong\r\n", "")
                            .status())
                    .isEqualTo(401);
        }
        assertThat(send("GET", "accounts", "Authorization: Bearer wrong\r\n", "")
                        .status())
                .isEqualTo(429);
        assertThat(api("GET", "accounts", "").status()).as("but the right one").isEqualTo(200);
    }

    @Test
    void aBrowserIsRefused() throws Exception {
        String right = "Authorization: Bearer " + token() + "\r\n";
        assertThat(send("GET", "accounts", right + "Origin: http://127.0.0.1\r\n", "")
                        .status())
                .isEqualTo(403);
        assertThat(send("GET", "accounts", right + "Sec-Fetch-Site: none\r\n", "")
                        .status())
                .isEqualTo(403);
        for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1")) {
            assertThat(exchange("GET /api/v1/accounts HTTP/1.1\r\nHost: " + host + "\r\n" + right
                                    + "Connection: close\r\n\r\n")
                            .status())
                    .as(host)
                    .isEqualTo(421);
        }
        for (String host : List.of("localhost", "LOCALHOST:9464", "127.0.0.1:1", "[::1]:9464")) {
            assertThat(exchange("GET /api/v1/accounts HTTP/1.1\r\nHost: " + host + "\r\n" + right
                                    + "Connection: close\r\n\r\n")
                            .status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void theTokenIsForItsOwnerOnlyAndAnotherAtEachStart() throws Exception {
        String before = token();
        Path file = server.config().store().path().resolve("admin-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        server.restart();

        assertThat(token()).isNotEqualTo(before).hasSize(43);
        assertThat(send("GET", "accounts", "Authorization: Bearer " + before + "\r\n", "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void withoutATokenOfTheOperatorsItIsOffWhereThereIsNoFolder() throws Exception {
        server.with("store.kind=memory").start();

        Answer answer = send("GET", "accounts", "Authorization: Bearer x\r\n", "");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().path("error").path("reason").asText()).contains("admin API is off", "memory");
    }

    @Test
    void withoutATokenOfTheOperatorsItIsOffWhereOthersCanReachIt() throws Exception {
        server.with("admin.host=0.0.0.0").start();

        Answer answer = send("GET", "accounts", "Authorization: Bearer x\r\n", "");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().path("error").path("reason").asText()).contains("admin.host 0.0.0.0");
        assertThat(server.config().store().path().resolve("admin-token")).doesNotExist();
    }

    @Test
    void theOperatorsOwnTokenComesFromAFile() throws Exception {
        Path file = Files.createTempFile("chat-it", "token");
        try {
            Files.writeString(file, GIVEN + "\nsomething else\n");
            server.with("admin.token-file=" + file, "store.kind=memory").start();

            assertThat(send("GET", "accounts", "Authorization: bearer " + GIVEN + "\r\n", "")
                            .status())
                    .isEqualTo(200);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void whoIsLockedLosesTheirConnectionsAtOnce() throws Exception {
        api("POST", "accounts", "{\"name\":\"ann\",\"password\":\"correct horse\"}");
        FrameClient ann = signedIn("'account':'ann','password':'correct horse'");

        assertThat(api("POST", "accounts/ann/lock", "").status()).isEqualTo(200);

        assertThat(ann.skipTo("goodbye").get("code").asInt()).isEqualTo(4510);
    }

    @Test
    void aTokenThatIsRevokedEndsItsConnections() throws Exception {
        api("POST", "accounts", "{\"name\":\"bot\",\"password\":\"correct horse\"}");
        Answer made = api("POST", "tokens", "{\"account\":\"bot\",\"name\":\"ci\",\"rooms\":[\"#ci\"]}");
        String token = made.body().path("token").asText();
        assertThat(made.status()).isEqualTo(201);
        FrameClient bot = signedIn("'token':'" + token + "'");
        JsonNode listed = api("GET", "tokens", "").body().path("tokens").get(0);
        assertThat(listed.path("state").asText()).isEqualTo("good");
        assertThat(listed.toString()).doesNotContain(token);

        assertThat(api("DELETE", "tokens/1", "").status()).isEqualTo(200);

        assertThat(bot.skipTo("goodbye").get("code").asInt()).isEqualTo(4510);
    }

    @Test
    void connectionsAreListedPageByPage() throws Exception {
        api("POST", "accounts", "{\"name\":\"ann\",\"password\":\"correct horse\"}");
        FrameClient ann = signedIn("'account':'ann','password':'correct horse'");
        ann.send("{'type':'join','ref':'1','room':'#plans'}");
        ann.skipTo("joined");
        server.framed("guest");
        server.framed().send("{'type':'ping'}").skipTo("error");

        JsonNode all = api("GET", "connections", "").body();

        assertThat(all.has("next")).isFalse();
        assertThat(all.path("connections")).hasSize(3);
        JsonNode first = all.path("connections").get(0);
        assertThat(first.path("account").asText()).isEqualTo("ann");
        assertThat(first.path("protocol").asText()).isEqualTo("framed");
        assertThat(first.path("tls").asBoolean(true)).isFalse();
        assertThat(first.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(first.path("rooms").asInt()).isEqualTo(1);
        assertThat(first.path("queuedBytes").asLong(-1)).isZero();
        assertThat(first.path("behind").asLong(-1)).isZero();
        assertThat(Instant.parse(first.path("since").asText())).isBefore(Instant.now());
        assertThat(all.path("connections").get(1).path("guest").asText()).isEqualTo("guest");
        JsonNode third = all.path("connections").get(2);
        assertThat(third.has("guest") || third.has("account")).as("nobody").isFalse();

        JsonNode page = api("GET", "connections?limit=2", "").body();
        assertThat(page.path("connections")).hasSize(2);
        JsonNode rest = api(
                        "GET", "connections?limit=2&after=" + page.path("next").asText(), "")
                .body();
        assertThat(rest.path("connections")).hasSize(1);
        assertThat(rest.path("connections").get(0)).isEqualTo(third);
        assertThat(rest.has("next")).isFalse();
        assertThat(api("GET", "connections?limit=1001", "").code()).isEqualTo("bad-field");
    }

    /** It takes nothing, so that what is sent to it waits, first in the kernel and then here. */
    @Test
    void aConnectionThatTakesNothingShowsHowFarBehindItIs() throws Exception {
        server.with("limits.all=off", "rooms.tail-entries=10");
        FrameClient speaker = server.framed("speaker");
        speaker.send("{'type':'join','ref':'1','room':'#flood'}").skipTo("joined");
        Socket slow = server.socket(4096);
        try (FrameClient slowClient = new FrameClient(slow)) {
            slowClient.hello("slow");
            slowClient.send("{'type':'join','ref':'1','room':'#flood'}").skipTo("joined");
            String text = "x".repeat(8_000);
            int sent = 0;
            JsonNode row;
            do {
                for (int i = 0; i < 100; i++) {
                    speaker.send("{'type':'send','ref':'s','room':'#flood','text':'" + text + "'}");
                    speaker.skipTo("sent");
                }
                sent += 100;
                row = api("GET", "connections?after=1", "")
                        .body()
                        .path("connections")
                        .get(0);
            } while (sent < 10_000 && row.path("behind").asLong() == 0);

            assertThat(row.path("guest").asText()).isEqualTo("slow");
            assertThat(row.path("behind").asLong()).isPositive();
            assertThat(row.path("queuedBytes").asLong()).isPositive();
            assertThat(row.toString()).doesNotContain("xxx");
        }
    }

    @Test
    void aConnectionIsClosedAndTheAuditLogSaysWhy() throws Exception {
        FrameClient guest = server.framed("mallory");
        FrameClient other = server.framed("ann");

        Answer closed = api("DELETE", "connections/1", "{\"reason\":\"a loop in a script\"}");

        assertThat(closed.status()).isEqualTo(200);
        assertThat(closed.body().path("guest").asText()).isEqualTo("mallory");
        JsonNode goodbye = guest.skipTo("goodbye");
        assertThat(goodbye.get("code").asInt()).isEqualTo(4510);
        assertThat(goodbye.toString()).doesNotContain("loop");
        JsonNode record = api("GET", "audit", "").body().path("records").get(0);
        assertThat(record.path("action").asText()).isEqualTo("connection-closed");
        assertThat(record.path("subject").asText()).isEqualTo("mallory");
        assertThat(record.path("detail").asText()).isEqualTo("connection 1 from 127.0.0.1, framed");
        assertThat(record.path("reason").asText()).isEqualTo("a loop in a script");
        other.send("{'type':'ping','ref':'1'}").skipTo("pong");
        assertThat(api("DELETE", "connections/1", "").status()).as("again").isEqualTo(400);
        assertThat(api("DELETE", "connections/x", "").status()).isEqualTo(400);
        assertThat(api("DELETE", "connections/2", "").status()).as("no reason").isEqualTo(200);
        assertThat(api("GET", "audit", "").body().path("records")).hasSize(2);
    }

    @Test
    void roomsAreListedAndDirectOnesOnlyCounted() throws Exception {
        for (String name : List.of("ann", "bob")) {
            api("POST", "accounts", "{\"name\":\"" + name + "\",\"password\":\"correct horse\"}");
        }
        FrameClient ann = signedIn("'account':'ann','password':'correct horse'");
        ann.send("{'type':'join','ref':'1','room':'#plans'}").skipTo("joined");
        ann.send("{'type':'configure','ref':'2','room':'#plans','access':'private'}")
                .skipTo("ok");
        ann.send("{'type':'send','ref':'3','room':'#plans','text':'a secret'}").skipTo("sent");
        ann.send("{'type':'direct','ref':'4','name':'bob'}").skipTo("joined");

        JsonNode all = api("GET", "rooms", "").body();

        assertThat(all.path("directs").asInt()).isEqualTo(1);
        assertThat(all.toString()).doesNotContain("a secret", "bob");
        assertThat(all.path("rooms")).hasSize(2);
        assertThat(all.path("rooms").get(0).path("name").asText()).isEqualTo("#lobby");
        JsonNode plans = all.path("rooms").get(1);
        assertThat(plans.path("name").asText()).isEqualTo("#plans");
        assertThat(plans.path("access").asText()).isEqualTo("private");
        assertThat(plans.path("members").asInt()).isEqualTo(1);
        assertThat(plans.path("connected").asInt()).isEqualTo(1);
        assertThat(plans.path("head").asLong()).isEqualTo(3);
        assertThat(plans.path("stored").asLong()).isEqualTo(3);

        JsonNode page = api("GET", "rooms?limit=1", "").body();
        assertThat(page.path("rooms")).hasSize(1);
        assertThat(page.path("next").asText()).isEqualTo("#lobby");
        JsonNode rest = api("GET", "rooms?limit=1&after=%23lobby", "").body();
        assertThat(rest.path("rooms").get(0)).isEqualTo(plans);
        assertThat(rest.has("next")).isFalse();
        assertThat(api("POST", "rooms", "{}").status()).isEqualTo(404);
    }

    @Test
    void theCommandLineListsAndClosesConnections() throws Exception {
        FrameClient guest = server.framed("mallory");
        guest.send("{'type':'join','ref':'1','room':'#lobby'}").skipTo("joined");
        int port = server.admin("/").getPort();

        assertThat(command(port, "connections"))
                .matches("0 \\| 1\tframed\tmallory \\(guest\\)\t127.0.0.1\t\\S+Z\t1\t0\t0\n\\| ");
        assertThat(command(port, "connections", "--json")).contains("{\"id\":1,", "\"guest\":\"mallory\"");
        assertThat(command(port, "rooms")).isEqualTo("0 | #lobby\tpublic\t0\t1\t0\t0\n| ");
        assertThat(command(port, "connections", "close", "7"))
                .startsWith("1 | ")
                .contains("no connection 7");
        assertThat(command(port, "connections", "close", "1", "--reason", "noise"))
                .startsWith("0 | closed: 1\tframed\tmallory");
        assertThat(guest.skipTo("goodbye").get("code").asInt()).isEqualTo(4510);
        assertThat(command(1, "rooms")).startsWith("1 | ").contains("does not answer at http://127.0.0.1:1");
    }

    @Test
    void whatIsDoneIsInTheAuditLog() throws Exception {
        api("POST", "accounts", "{\"name\":\"ann\",\"password\":\"correct horse\"}");
        api("POST", "invitations", "{\"uses\":2,\"expires\":\"2030-01-01T00:00:00Z\"}");

        JsonNode records = api("GET", "audit", "").body().path("records");

        assertThat(records).hasSize(2);
        assertThat(records.get(0).path("action").asText()).isEqualTo("account-added");
        assertThat(records.get(0).path("actor").asText()).isEqualTo("operator");
        assertThat(records.get(1).path("detail").asText()).isEqualTo("for 2, until 2030-01-01T00:00:00Z");
        assertThat(api("GET", "audit?after=1&limit=1", "").body().path("records"))
                .hasSize(1);
    }

    @Test
    void theCommandLineDoesTheSameWhetherTheServerRunsOrNot() throws Exception {
        server.start();
        List<String> running = session(server.admin("/").getPort());
        assertThat(server.stop()).isTrue();
        Files.walk(server.config().store().path()).filter(Files::isRegularFile).forEach(AdminApiIT::delete);
        List<String> stopped = session(9);

        assertThat(running).isEqualTo(stopped);
        assertThat(running.get(0)).startsWith("0 | ").as("a password that was made");
        assertThat(running).anyMatch(line -> line.contains("there is no account nobody"));
    }

    @Test
    void aCommandSaysThatItDoesNotReachTheServer() {
        server.start();

        assertThat(command(1, "account", "list")).startsWith("1 | ").contains("does not answer at http://127.0.0.1:1");
    }

    /** What a session of commands prints, without what is random or a time. */
    private List<String> session(int adminPort) {
        List<String> lines = new ArrayList<>();
        String[][] commands = {
            {"account", "add", "Ann"},
            {"account", "add", "ANN"},
            {"account", "add", "b/d"},
            {"account", "add", "ben", "--password-stdin"},
            {"account", "lock", "ann"},
            {"account", "lock", "nobody"},
            {"account", "list"},
            {"account", "unlock", "ann"},
            {"account", "reset-password", "ann", "--password-stdin"},
            {"account", "sign-out", "ann"},
            {"account", "add-token", "ben", "ci job", "--room", "#b", "--room", "#a", "--expires", "3"},
            {"account", "add-token", "ben", "all"},
            {"account", "list-tokens"},
            {"account", "revoke-token", "1"},
            {"account", "revoke-token", "77"},
            {"account", "list-tokens"},
            {"account", "invite", "--uses", "3"},
            {"account", "invite", "--uses", "0"},
            {"account", "delete", "ben"},
            {"account", "unlock", "ben"},
            {"account", "list"}
        };
        for (String[] words : commands) {
            lines.add(command(adminPort, words)
                    .replaceAll("_(\\d+)_[A-Za-z0-9_-]{43}", "_$1_SECRET")
                    .replaceAll("\\| [A-Za-z0-9_-]{20}\n", "| PASSWORD\n")
                    .replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME"));
        }
        return lines;
    }

    private String command(int adminPort, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> args = new ArrayList<>(List.of(words));
        for (String setting : List.of(
                "store.path=" + server.config().store().path(),
                "admin.port=" + adminPort,
                "accounts.hash-memory=8MiB",
                "accounts.hash-passes=1")) {
            args.addAll(List.of("--set", setting));
        }
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("correct horse\n".getBytes(StandardCharsets.UTF_8)));
            int code = Main.commandLine(Map.of())
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(args.toArray(String[]::new));
            return code + " | " + out + "| " + err;
        } finally {
            System.setIn(before);
        }
    }

    private FrameClient signedIn(String credentials) {
        FrameClient client = server.framed();
        client.send("{'type':'hello','protocol':1,'client':'it'," + credentials + "}");
        client.next("welcome");
        return client;
    }

    private String token() throws IOException {
        server.start();
        return Files.readString(server.config().store().path().resolve("admin-token"))
                .strip();
    }

    private Answer api(String method, String path, String body) throws IOException {
        return send(method, path, "Authorization: Bearer " + token() + "\r\n", body);
    }

    private Answer send(String method, String path, String headers, String body) throws IOException {
        return exchange(method + " /api/v1/" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** The bytes as they are: the client of the JDK sets some headers itself. */
    private Answer exchange(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.start().admin("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            return new Answer(
                    Integer.parseInt(answer.substring(9, 12)),
                    new ObjectMapper().readTree(body.isEmpty() ? "{}" : body));
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
