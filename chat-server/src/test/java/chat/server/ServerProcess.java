// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.client.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as its users run it, a process of the executable jar, to be killed and started again over one data folder. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration ASK_PATIENCE = Duration.ofSeconds(5);
    private static final Pattern READY =
            Pattern.compile("Ready: chat on 127\\.0\\.0\\.1:(\\d+), admin on 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern COMMITTED =
            Pattern.compile("^chat_messages_committed_total (\\S+)", Pattern.MULTILINE);

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Path> logs = new ArrayList<>();
    private List<String> tracer = List.of();
    private int port;
    private int adminPort;
    private Process process;

    /** @param folder for the data and the logs */
    ServerProcess(Path folder) {
        this.folder = folder;
    }

    /** Has the following starts made under a program that runs the command which is its arguments' rest. */
    ServerProcess under(List<String> command) {
        tracer = List.copyOf(command);
        return this;
    }

    /** Starts it and waits until it is ready; on the ports that it had, if it has run before. */
    ServerProcess start(String... settings) throws IOException {
        Path log = folder.resolve("log-" + logs.size());
        logs.add(log);
        List<String> command = new ArrayList<>(tracer);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A start is most of what a kill costs; and CostIT counts what C1 leaves.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Or references are twice as long on a machine with very much memory.
                "-Xmx512m",
                "-jar",
                Path.of("target", "chat-server.jar").toString(),
                "run"));
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("net.port=" + port, "admin.port=" + adminPort, "store.path=" + folder.resolve("data")));
        all.forEach(setting -> command.addAll(List.of("--set", setting)));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await("ready")
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isReady(log));
        return this;
    }

    private boolean isReady(Path log) throws IOException {
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        Matcher ready = READY.matcher(Files.readString(log));
        if (!ready.find()) {
            return false;
        }
        port = Integer.parseInt(ready.group(1));
        adminPort = Integer.parseInt(ready.group(2));
        return true;
    }

    /** The Java process, also where another one runs it. */
    ProcessHandle java() {
        return tracer.isEmpty()
                ? process.toHandle()
                : process.children().findFirst().orElseThrow();
    }

    /** Stops it where it is, until {@link #resume}: what it is sent meanwhile waits in the kernel. */
    void pause() {
        signal("-STOP");
        await("paused")
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(this::isPaused);
    }

    /** Lets it go on. */
    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(java().pid()))
                    .start()
                    .waitFor();
            assertThat(code).as("kill " + signal).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether each of its threads stands still, under a tracer too. */
    private boolean isPaused() throws IOException {
        Path tasks = Path.of("/proc", Long.toString(java().pid()), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                String stat = Files.readString(thread.resolve("stat"));
                if ("Tt".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0) {
                    return false;
                }
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return true;
    }

    ServerAddress address() {
        return new ServerAddress("127.0.0.1", port);
    }

    /** How many new messages it has committed since its start. */
    long committed() throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
        String page = http.send(
                        HttpRequest.newBuilder(metrics).timeout(ASK_PATIENCE).build(), BodyHandlers.ofString())
                .body();
        Matcher committed = COMMITTED.matcher(page);
        return committed.find() ? (long) Double.parseDouble(committed.group(1)) : 0;
    }

    /** Waits until it has committed more than this since its start; false if something else is over before. */
    boolean awaitCommitted(long messages, BooleanSupplier over) throws IOException, InterruptedException {
        while (!over.getAsBoolean()) {
            if (committed() > messages) {
                return true;
            }
        }
        return false;
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }

    /** Ends it in good order and says with which exit code. */
    int stop() throws InterruptedException {
        java().destroy();
        assertThat(process.waitFor(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        return process.exitValue();
    }

    /** The errors that all its processes have logged. */
    List<String> errors() throws IOException {
        List<String> errors = new ArrayList<>();
        for (Path log : logs) {
            Files.readAllLines(log).stream()
                    .filter(line -> line.contains(" ERROR "))
                    .forEach(errors::add);
        }
        return errors;
    }

    @Override
    public void close() {
        if (process != null) {
            // A tracer's end would set the server free.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
