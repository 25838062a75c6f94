// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoIT {

    @TempDir
    private Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Semaphore places = new Semaphore(1_000_000);
    private final InputLines.Taker taker = new InputLines.Taker() {
        @Override
        public void line(String line) throws InterruptedException {
            places.acquire();
            lines.add(line);
        }

        @Override
        public void tooLong() {
            lines.add("(too long)");
        }
    };

    @RepeatedTest(10)
    void writersComeAndGo() throws Exception {
        Path path = fifo();
        try (Fifo fifo = Fifo.open(path, taker)) {
            assertThat(fifo).isNotNull();
            for (int i = 0; i < 20; i++) {
                write(path, "writer " + i + "\nпривет " + i + "\n");
            }
            await().untilAsserted(() -> assertThat(lines)
                    .isEqualTo(IntStream.range(0, 20)
                            .boxed()
                            .flatMap(i -> java.util.stream.Stream.of("writer " + i, "привет " + i))
                            .toList()));
        }
        noThreadIsLeft();
    }

    @Test
    void nothingToReadCostsNothing() throws Exception {
        Path path = fifo();
        try (Fifo fifo = Fifo.open(path, taker)) {
            assertThat(fifo).isNotNull();
            write(path, "one\n");
            await().until(() -> lines.size() == 1);
            var threads = ManagementFactory.getThreadMXBean();
            long id = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("chat-fifo"))
                    .findFirst()
                    .orElseThrow()
                    .getId();
            long before = threads.getThreadCpuTime(id);
            await().during(Duration.ofMillis(500)).until(() -> lines.size() == 1);
            assertThat(threads.getThreadCpuTime(id) - before)
                    .isLessThan(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void whoHasNoPlaceMakesTheWriterWait() throws Exception {
        places.drainPermits();
        Path path = fifo();
        try (Fifo fifo = Fifo.open(path, taker)) {
            assertThat(fifo).isNotNull();
            Thread writer = new Thread(() -> write(path, "line\n".repeat(40_000)), "test-writer");
            writer.start();
            await().during(Duration.ofMillis(300)).until(writer::isAlive);
            places.release(40_000);
            await().until(() -> lines.size() == 40_000);
            writer.join();
            // Closing ends the wait for a place, too.
            write(path, "one too many\n");
        }
        noThreadIsLeft();
    }

    @Test
    void anEndlessLineIsLeftOut() throws Exception {
        Path path = fifo();
        try (Fifo fifo = Fifo.open(path, taker)) {
            assertThat(fifo).isNotNull();
            write(path, "x".repeat(200_000) + "\nnext\n");
            await().untilAsserted(() -> assertThat(lines).containsExactly("(too long)", "next"));
        }
    }

    @Test
    void whatIsNoFifoIsAnErrorThatHelps() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Fifo.open(file, taker))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a FIFO");
        assertThatThrownBy(() -> Fifo.open(folder.resolve("none"), taker))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mkfifo");
    }

    private Path fifo() throws Exception {
        Path path = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        return path;
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text, StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void noThreadIsLeft() {
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("chat-fifo"));
    }
}
