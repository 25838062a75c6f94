// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.server.config.ServerConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real server on free ports of the loopback, with a data folder of its own. It starts with the first client, or when it
 * is told to, and after each test it must have come to rest: no connection and no follower counted, no fault counted or
 * logged, no thread left.
 */
final class RunningServer implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Set<String> THREADS = Set.of("chat-", "admin-", "stop-");

    private final List<String> always;
    private final List<String> settings = new ArrayList<>();
    private final List<Closeable> clients = new ArrayList<>();
    private final ServerLog log = new ServerLog();
    private StoreProvider stores = StoreProvider.builtIn();
    private List<Thread> leftByOthers = List.of();
    private Path data;
    private ChatServer server;
    /** One for all: each would keep its connections for a while, and the admin port takes only so many. */
    private final HttpClient http = HttpClient.newHttpClient();

    private boolean running;

    /** @param settings as after {@code --set} */
    RunningServer(String... settings) {
        always = List.of(settings);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        data = Files.createTempDirectory("chat-it");
        leftByOthers = threads();
        log.attach();
        settings.addAll(List.of("net.port=0", "admin.port=0", "store.path=" + data));
        with(always.toArray(String[]::new));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            for (Closeable client : clients) {
                client.close();
            }
            if (server != null) {
                comeToRest();
            }
            assertThat(log.faults()).as("faults in the log").isEmpty();
        } finally {
            if (running) {
                server.stop();
            }
            log.detach();
            delete(data);
        }
    }

    /** Adds settings, before the start. A later one wins. */
    RunningServer with(String... more) {
        for (String setting : more) {
            String key = setting.substring(0, setting.indexOf('=') + 1);
            settings.removeIf(before -> before.startsWith(key));
            settings.add(setting);
        }
        return this;
    }

    /** Keeps everything in a store of the test's, before the start. */
    RunningServer keptIn(StoreProvider testStores) {
        stores = testStores;
        return this;
    }

    /** What it is configured with. */
    ServerConfig config(String... instead) {
        RunningServer other = new RunningServer();
        other.settings.addAll(settings);
        return ServerConfig.with(other.with(instead).settings.toArray(String[]::new));
    }

    /** Starts it, unless it is running. */
    RunningServer start() {
        if (!running) {
            try {
                server = new ChatServer(config(), stores);
                server.start();
            } catch (Exception e) {
                throw new AssertionError("the server did not start", e);
            }
            running = true;
        }
        return this;
    }

    /** Stops it and says whether it stopped in good order. */
    boolean stop() {
        running = false;
        return server.stop();
    }

    /** Stops it in a thread of its own. */
    CompletableFuture<Boolean> stopping() {
        return CompletableFuture.supplyAsync(this::stop, task -> new Thread(task).start());
    }

    /** Stops it and starts another one on the same ports and the same folder. */
    void restart() {
        int port = address().getPort();
        assertThat(stop()).as("stopped in good order").isTrue();
        with("net.port=" + port).start();
    }

    InetSocketAddress address() {
        return start().server.address();
    }

    /** A program that speaks frames, and has not said hello. */
    FrameClient framed() {
        return keep(new FrameClient(socket()));
    }

    /** A program that is known by this name. */
    FrameClient framed(String name) {
        FrameClient client = framed();
        client.hello(name);
        return client;
    }

    /** A person at a terminal who has not typed anything. */
    LineClient text() {
        return keep(new LineClient(socket()));
    }

    Socket socket() {
        return socket(0);
    }

    /** @param receiveBuffer how much the kernel takes for a client that does not read, about; 0 for the usual */
    Socket socket(int receiveBuffer) {
        InetSocketAddress to = address();
        try {
            Socket socket = keep(new Socket());
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(to, (int) PATIENCE.toMillis());
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T extends Closeable> T keep(T client) {
        clients.add(client);
        return client;
    }

    ServerLog log() {
        return log;
    }

    /** The value of a meter by its name and labels, as a scrape shows it; 0 if there is no such line. */
    double meter(String sample) {
        return samples(sample + " ").findFirst().map(RunningServer::value).orElse(0.0);
    }

    void awaitMeter(String sample, double value) {
        await(sample)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(meter(sample)).isEqualTo(value));
    }

    void awaitMeterAtLeast(String sample, double value) {
        await(sample)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(meter(sample)).isGreaterThanOrEqualTo(value));
    }

    /** The admin port, or a page of it. */
    URI admin(String path) {
        return URI.create("http://127.0.0.1:" + server.adminAddress().getPort() + path);
    }

    /** The admin port while it runs; else one where nobody is. */
    int adminPort() {
        return running ? server.adminAddress().getPort() : 9;
    }

    /** Asks the admin port. */
    HttpResponse<String> ask(String path) {
        URI uri = admin(path);
        try {
            return http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void comeToRest() {
        await("connections and followers are gone")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(Stream.concat(samples("chat_connections{"), samples("chat_followers{")))
                        .isNotEmpty()
                        .allMatch(sample -> value(sample) == 0));
        if (running) {
            assertThat(stop()).as("stopped in good order").isTrue();
        }
        assertThat(meter("chat_bugs_total")).as("faults").isZero();
        await("threads are gone")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private Stream<String> samples(String prefix) {
        return server.scrape().lines().filter(line -> line.startsWith(prefix));
    }

    private static double value(String sample) {
        return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
    }

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> THREADS.stream().anyMatch(thread.getName()::startsWith))
                .filter(thread -> !leftByOthers.contains(thread))
                .toList();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
