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
