// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.server.audit.AuditTrail;
import chat.server.audit.SignInFailures;
import chat.server.config.ServerConfig;
import chat.server.lifecycle.StartException;
import chat.server.net.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerIT {

    private static final Transport TRANSPORT = Transport.NIO;
    private static final ApiDoor CLOSED = new ApiDoor(
            "localhost",
            request -> {
                throw new AssertionError("let in");
            },
            new SignInFailures(new AuditTrail(
                    () -> {
                        throw new IllegalStateException("no log");
                    },
                    Clock.systemUTC())));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CompletionStage<Readiness.Answer> readiness = CompletableFuture.completedStage(new Readiness.Ready());
    private String scrape = "chat_rooms 1\n";

    private final AdminServer server = server(Duration.ofSeconds(60));

    @BeforeEach
    void start() throws StartException {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aLivingServerSaysOk() throws Exception {
        HttpResponse<String> response = get("/livez");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok\n");
    }

    @Test
    void aReadyServerIsReady() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz?verbose=1").statusCode()).isEqualTo(200);
    }

    @Test
    void aServerThatIsNotReadySaysWhyInOneLine() throws Exception {
        readiness = CompletableFuture.completedStage(new Readiness.NotReady("stopping\r\nX: y"));

        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("stopping  X: y\n");
    }

    @Test
    void aStoreThatDoesNotAnswerIsNotReady() throws Exception {
        readiness = new CompletableFuture<>();

        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("no answer from the store within 2 s\n");
        assertThat(readiness.toCompletableFuture()).as("somebody else's future").isNotDone();
    }

    @Test
    void aCheckThatFailsTellsNothingOfItsInside() throws Exception {
        readiness = CompletableFuture.failedStage(new IllegalStateException("secret"));

        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("the check failed, see the log\n");
    }

    @Test
    void metersComeInTheFormatOfPrometheus() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("chat_rooms 1\n");
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void metersThatCannotBeReadTellNothingOfTheInside() throws Exception {
        scrape = null;

        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("the meters could not be read, see the log\n");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void aWebPageThatWasGivenThisAddressReadsNothing() throws Exception {
        for (String path : List.of("/metrics", "/readyz")) {
            for (String host : List.of("evil.example", "localhost.evil.example:9464", "server:9464", "")) {
                assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                        .as(host)
                        .startsWith("HTTP/1.1 421 ")
                        .doesNotContain("chat_rooms");
            }
            for (String host : List.of("Host: localhost\r\n", "Host: 127.0.0.1:1\r\n", "Host: [::1]:1\r\n", "")) {
                assertThat(exchange("GET " + path + " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"))
                        .as(host)
                        .startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(exchange("GET /livez HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n\r\n"))
                .as("says nothing but that somebody is here")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whereOthersCanReachItItHasWhateverNameTheyGiveIt() throws Exception {
        AdminServer open = server("0.0.0.0", Duration.ofSeconds(60));
        open.start();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), open.address().getPort())) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: server:9464\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("chat_rooms 1");
        } finally {
            open.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void anUnknownPathIsNotFound() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/livez/").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/other").statusCode()).isEqualTo(404);
    }

    @Test
    void otherMethodsAreToldWhichOnesThereAre() throws Exception {
        HttpResponse<String> response = send("POST", "/metrics");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD");
    }

    @Test
    void headHasTheHeadersAndNoBody() throws Exception {
        HttpResponse<String> response = send("HEAD", "/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-length")).hasValue("13");
        assertThat(response.body()).isEmpty();
        assertThat(get("/livez").body()).isEqualTo("ok\n");
    }

    @Test
    void severalRequestsUseOneConnection() throws Exception {
        assertThat(exchange("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"
                                + "GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .lines()
                        .filter(line -> line.startsWith("HTTP/1.1 ")))
                .containsExactly("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found");
    }

    @Test
    void noAnswerOvertakesTheOneBefore() throws Exception {
        readiness = new CompletableFuture<>();

        assertThat(
                        exchange(
                                "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void aRequestInPiecesIsAnswered() throws Exception {
        try (Socket socket = connect()) {
            socket.setTcpNoDelay(true);
            for (String piece : List.of("GET /li", "vez HTTP/1.1\r\nHo", "st: a\r\nConnection: close\r\n", "\r\n")) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void whatIsNotHttpGetsABadRequestAndIsClosed() throws Exception {
        assertThat(exchange("\0\0\0\5hello nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(exchange("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        assertThat(exchange("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n"
                                + "x".repeat(9_000)
                                + "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .lines()
                        .filter(line -> line.startsWith("HTTP/1.1 ")))
                .containsExactly("HTTP/1.1 413 Request Entity Too Large", "HTTP/1.1 200 OK");
    }

    @Test
    void theSixtyFifthConnectionIsClosed() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                sockets.add(connect());
            }
            try (Socket tooMany = connect()) {
                assertThat(readsEnd(tooMany)).isTrue();
            }
            sockets.remove(0).close();
            await().untilAsserted(() -> assertThat(get("/livez").statusCode()).isEqualTo(200));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void anIdleConnectionIsClosedEvenIfItTrickles() throws Exception {
        AdminServer impatient = server(Duration.ofMillis(200));
        impatient.start();
        try (Socket socket = new Socket()) {
            socket.connect(impatient.address());
            socket.getOutputStream().write("GET /livez HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(readsEnd(socket)).isTrue();
        } finally {
            impatient.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTakenPortNamesTheSetting() {
        int taken = server.address().getPort();

        assertThatThrownBy(() -> new AdminServer(
                                ServerConfig.with("admin.port=" + taken).admin(),
                                TRANSPORT,
                                () -> readiness,
                                () -> scrape,
                                CLOSED)
                        .start())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("admin.port: cannot listen on 127.0.0.1:" + taken + " (")
                .hasMessageContaining("in use");
    }

    @Test
    void aHostThatDoesNotExistNamesTheSetting() {
        assertThatThrownBy(() -> new AdminServer(
                                ServerConfig.with("admin.host=no.such.host.invalid", "admin.port=0")
                                        .admin(),
                                TRANSPORT,
                                () -> readiness,
                                () -> scrape,
                                CLOSED)
                        .start())
                .isInstanceOf(StartException.class)
                .hasMessage("admin.host: no.such.host.invalid cannot be resolved");
    }

    private AdminServer server(Duration idle) {
        return server("127.0.0.1", idle);
    }

    private AdminServer server(String host, Duration idle) {
        return new AdminServer(
                ServerConfig.with("admin.port=0", "admin.host=" + host).admin(),
                TRANSPORT,
                () -> readiness,
                () -> scrape.toString(),
                CLOSED,
                idle);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    /** Sends bytes as they are, and reads until the server closes. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", server.address().getPort()));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static boolean readsEnd(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try (InputStream in = socket.getInputStream()) {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
