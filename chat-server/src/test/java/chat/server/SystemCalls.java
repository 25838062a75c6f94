// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server's own threads have called the kernel for, from a record by strace(1). */
final class SystemCalls {

    /** What a call is for. */
    enum Kind {
        /** Makes what was written durable. */
        SYNC,
        /** Reads, writes and locks files. */
        FILE,
        /** Lets a thread sleep, or wakes it. */
        FUTEX,
        /** Lets an event loop sleep, or wakes it. */
        LOOP,
        /** Gets memory for native code, which the C library does when it likes. */
        MEMORY,
        /** Sockets, and whatever else nobody has thought of. */
        SOCKET;

        static Kind of(String call) {
            return switch (call) {
                case "fsync", "fdatasync", "sync_file_range", "msync" -> SYNC;
                case "pread64", "pwrite64", "fcntl", "ftruncate", "lseek", "fstat", "newfstatat", "stat", "lstat" ->
                    FILE;
                case "open", "openat", "close", "unlink", "fchown", "access", "getpid", "geteuid" -> FILE;
                case "futex", "restart_syscall" -> FUTEX;
                // Of what is written, sockets get none with write(2), and files with pwrite64(2): it wakes a loop.
                case "epoll_wait", "epoll_pwait", "epoll_pwait2", "timerfd_settime", "write", "read" -> LOOP;
                case "brk", "madvise", "mmap", "mprotect", "munmap" -> MEMORY;
                default -> SOCKET;
            };
        }
    }

    /** From one moment to another, in microseconds since 1970. */
    record Window(long from, long to) {

        static Window of(Runnable work) {
            long from = now();
            work.run();
            return new Window(from, now());
        }

        private static long now() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }

        boolean contains(long moment) {
            return from <= moment && moment < to;
        }
    }

    /** How many calls began, by name. */
    record Counts(Map<String, Integer> calls) {

        int of(Kind kind) {
            return calls.entrySet().stream()
                    .filter(call -> Kind.of(call.getKey()) == kind)
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }

        @Override
        public String toString() {
            return calls.toString();
        }
    }

    /** A call begins, be it finished on this line or not. */
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\d+)\\.(\\d{6}) (\\w+)\\(.*");

    private final Path file;
    private final Set<Long> ownThreads = new HashSet<>();

    /** @param file for the record */
    SystemCalls(Path file) {
        this.file = file;
    }

    /**
     * The command to start the server under. To attach to it when it has warmed up would be quicker, but that is only for
     * root on many systems.
     */
    List<String> recorder() {
        return List.of("strace", "-f", "-ttt", "-e", "raw=all", "-e", "signal=none", "-o", file.toString());
    }

    /** Looks which threads there are; to be called while they live. */
    void readThreads(ProcessHandle java) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(java.pid()), "task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).startsWith("chat-")) {
                    ownThreads.add(Long.parseLong(thread.getFileName().toString()));
                }
            }
        }
    }

    /** Counts what began in each window; to be called when the server has ended, and the record with it. */
    List<Counts> within(List<Window> windows) throws IOException {
        List<Counts> counts =
                windows.stream().map(window -> new Counts(new TreeMap<>())).toList();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.map(CALL::matcher).filter(this::isOwn).forEach(call -> {
                for (int i = 0; i < windows.size(); i++) {
                    if (windows.get(i).contains(micros(call))) {
                        counts.get(i).calls().merge(call.group(4), 1, Integer::sum);
                    }
                }
            });
        }
        return counts;
    }

    private boolean isOwn(Matcher call) {
        return call.matches() && ownThreads.contains(Long.parseLong(call.group(1)));
    }

    private static long micros(Matcher call) {
        return Long.parseLong(call.group(2) + call.group(3));
    }
}
