// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.SystemCalls.Kind;
import chat.server.SystemCalls.Window;
import chat.server.config.StoreKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a message and a delivery of it cost, in heap bytes and system calls, is not to grow without anybody noticing. Times
 * depend on the machine and on what else it does; these counts do not.
 *
 * <p>The server is a process of its own, as the leak detector of the test process allocates. It has one event loop, and {@link
 * CostLoad} goes on when everybody has what was said. It compiles with C1 only, which allocates what the code says: what C2
 * spares, about a tenth, differs from run to run and takes 10,000 messages to come about. The price of a delivery is the
 * difference between two rooms.
 *
 * <p>All of it is tagged, not only the system calls: what is recorded is of Linux with epoll, and there is strace.
 */
@Tag("strace")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CostIT {

    private static final int FEW = 10;
    private static final int MANY = 100;
    private static final int TRACED_ROUNDS = 25;

    /** The lowest counts, as whatever happens now and then only adds: a table that grows, what runs every second. */
    private static final int TURNS = 5;

    /** How messages come. */
    private enum Pace {
        SINGLE(1, 1),
        BURST(1, 16),
        /** What comes from several in one turn of the loop is to be one batch. */
        SENDERS(10, 16);

        final int senders;
        final int burst;

        Pace(int senders, int burst) {
            this.senders = senders;
            this.burst = burst;
        }

        /** How many messages are said at once. */
        int messages() {
            return senders * burst;
        }

        void run(CostLoad load, int rounds) {
            load.run(rounds, senders, burst);
        }

        String prefix(StoreKind store) {
            return (store + "." + this + ".").toLowerCase(Locale.ROOT);
        }
    }

    @TempDir
    private Path folder;

    private final Map<String, Double> measured = new TreeMap<>();

    @ParameterizedTest
    @EnumSource
    void noMoreBytesAreAllocatedThanRecorded(StoreKind store) throws Exception {
        try (ServerProcess server = start(new ServerProcess(folder), store);
                CostLoad few = new CostLoad(server, "#few", FEW);
                CostLoad many = new CostLoad(server, "#many", MANY);
                AllocatedBytes allocated = new AllocatedBytes(server.java())) {
            warmUp(few, many, 300);
            for (Pace pace : Pace.values()) {
                Line bytes = Line.through(bytes(allocated, few, pace), bytes(allocated, many, pace));
                measured.put(pace.prefix(store) + "bytes-per-message", bytes.perMessage());
                measured.put(pace.prefix(store) + "bytes-per-delivery", bytes.perDelivery());
            }
        }
        hold(store, ".bytes-");
    }

    private static double bytes(AllocatedBytes allocated, CostLoad load, Pace pace) {
        int rounds = Math.max(5, 200 / pace.messages());
        double lowest = Double.MAX_VALUE;
        for (int turn = 0; turn < TURNS; turn++) {
            long before = allocated.soFar();
            pace.run(load, rounds);
            lowest = Math.min(lowest, allocated.soFar() - before);
        }
        return lowest / (rounds * pace.messages());
    }

    @ParameterizedTest
    @EnumSource
    void noMoreSystemCallsAreMadeThanRecorded(StoreKind store) throws Exception {
        SystemCalls calls = new SystemCalls(folder.resolve("calls"));
        Map<Pace, List<Window>> ofFew = new EnumMap<>(Pace.class);
        Map<Pace, List<Window>> ofMany = new EnumMap<>(Pace.class);
        try (ServerProcess server = start(new ServerProcess(folder).under(calls.recorder()), store);
                CostLoad few = new CostLoad(server, "#few", FEW);
                CostLoad many = new CostLoad(server, "#many", MANY)) {
            warmUp(few, many, 100);
            for (Pace pace : Pace.values()) {
                ofFew.put(pace, windows(few, pace));
                ofMany.put(pace, windows(many, pace));
            }
            calls.readThreads(server.java());
            assertThat(server.stop()).isZero();
        }
        for (Pace pace : Pace.values()) {
            Map<Kind, Double> few = lowest(calls.within(ofFew.get(pace)), pace);
            Map<Kind, Double> many = lowest(calls.within(ofMany.get(pace)), pace);
            add(pace, store, few, many);
        }
        hold(store, "-calls-");
    }

    private static List<Window> windows(CostLoad load, Pace pace) {
        List<Window> windows = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            windows.add(Window.of(() -> pace.run(load, TRACED_ROUNDS)));
        }
        return windows;
    }

    private static Map<Kind, Double> lowest(List<SystemCalls.Counts> turns, Pace pace) {
        Map<Kind, Double> lowest = new EnumMap<>(Kind.class);
        for (SystemCalls.Counts turn : turns) {
            System.out.println(pace + " " + turn);
            for (Kind kind : Kind.values()) {
                lowest.merge(kind, turn.of(kind) / (double) (TRACED_ROUNDS * pace.messages()), Math::min);
            }
        }
        return lowest;
    }

    private void add(Pace pace, StoreKind store, Map<Kind, Double> few, Map<Kind, Double> many) {
        String prefix = pace.prefix(store);
        Line sockets = Line.through(few.get(Kind.SOCKET), many.get(Kind.SOCKET));
        measured.put(prefix + "socket-calls-per-message", sockets.perMessage());
        measured.put(prefix + "socket-calls-per-delivery", sockets.perDelivery());
        // Of the others, none depends on the number of members.
        Map<Kind, Double> others = new EnumMap<>(Kind.class);
        few.forEach((kind, calls) -> others.put(kind, (calls + many.get(kind)) / 2));
        if (store == StoreKind.SQLITE) {
            measured.put(prefix + "sync-calls-per-message", others.get(Kind.SYNC));
        }
        if (pace == Pace.SENDERS) {
            // The server was stopped: threads that slept call once more when it goes on.
            return;
        }
        measured.put(prefix + "futex-calls-per-message", others.get(Kind.FUTEX));
        if (store == StoreKind.SQLITE) {
            measured.put(prefix + "file-calls-per-message", others.get(Kind.FILE));
            // The memory store may be quicker than the loop is asleep, and then does not have to wake it.
            measured.put(prefix + "loop-calls-per-message", others.get(Kind.LOOP));
        }
    }

    private static ServerProcess start(ServerProcess server, StoreKind store) throws IOException {
        return server.start(
                "store.kind=" + store.name().toLowerCase(Locale.ROOT),
                "store.durability=fsync",
                "net.loops=1",
                "limits.all=off");
    }

    /** Past the loading of classes, and the first sizes of tables. */
    private static void warmUp(CostLoad few, CostLoad many, int rounds) {
        for (CostLoad load : List.of(few, many)) {
            Pace.SINGLE.run(load, rounds);
            Pace.BURST.run(load, rounds / 10);
            Pace.SENDERS.run(load, rounds / 10);
        }
    }

    /** @param what those that are recorded of a test have in their names */
    private void hold(StoreKind store, String what) throws IOException {
        measured.forEach((name, value) -> System.out.printf(Locale.ROOT, "%s %.4f%n", name, value));
        CostRecord.hold(
                measured, name -> name.startsWith(store.name().toLowerCase(Locale.ROOT) + ".") && name.contains(what));
    }

    /** What a message costs is a part of its own and a part for each member. */
    private record Line(double perMessage, double perDelivery) {
        static Line through(double few, double many) {
            double perDelivery = (many - few) / (MANY - FEW);
            return new Line(few - FEW * perDelivery, perDelivery);
        }
    }
}
