// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How much time the processors have spent on a process of this machine, as Linux counts it. Thread-safe. */
final class ProcessCpu {

    /**
     * What it had used at a moment.
     *
     * @param threads nanoseconds of each thread; empty where the system counts in steps only
     * @param steps nanoseconds of all threads, in steps of 10 ms
     */
    record Used(Map<String, Long> threads, long steps) {

        /** Of two processes together. */
        Used plus(Used other) {
            Map<String, Long> both = new HashMap<>();
            // If one of them is counted in steps only, both are.
            if (!threads.isEmpty() && !other.threads.isEmpty()) {
                both.putAll(threads);
                both.putAll(other.threads);
            }
            return new Used(both, steps + other.steps);
        }

        /** What has been used since. A thread that has ended meanwhile is not in it, if it is known by thread. */
        long nanosUntil(Used later) {
            if (threads.isEmpty() || later.threads.isEmpty()) {
                return later.steps - steps;
            }
            return later.threads.entrySet().stream()
                    .mapToLong(thread -> thread.getValue() - threads.getOrDefault(thread.getKey(), 0L))
                    .sum();
        }
    }

    /** Linux tells user space of ticks of a hundredth of a second, whatever its own are. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Of what follows the name of the program in /proc/PID/stat. */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    private final Path folder;

    ProcessCpu(long pid) {
        this.folder = Path.of("/proc", Long.toString(pid));
    }

    String pid() {
        return folder.getFileName().toString();
    }

    /** Whether there is such a process, on a system that can be asked. */
    boolean exists() {
        return Files.isReadable(folder.resolve("stat"));
    }

    /**
     * What it has used by now.
     *
     * @throws UncheckedIOException if it has ended
     */
    Used used() {
        return new Used(threads(), steps());
    }

    /** The processor time since its start in seconds, in steps of 10 ms. */
    double seconds() {
        return steps() / 1e9;
    }

    /** A line of its status such as VmRSS, in bytes, where there is one. */
    OptionalLong statusBytes(String name) {
        try {
            return Files.readAllLines(folder.resolve("status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private Map<String, Long> threads() {
        Map<String, Long> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder.resolve("task"))) {
            for (Path task : tasks) {
                String[] fields = read(task.resolve("schedstat")).split(" ", 2);
                if (fields.length < 2) {
                    return Map.of();
                }
                threads.put(task.getFileName().toString(), Long.parseLong(fields[0]));
            }
        } catch (IOException | NumberFormatException e) {
            return Map.of();
        }
        return threads;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            // A thread that has just ended, or a system that does not count so.
            return Files.exists(file.getParent()) ? "" : "0 0";
        }
    }

    private long steps() {
        try {
            String stat = Files.readString(folder.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * TICK_NANOS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
