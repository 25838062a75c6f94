// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.client.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a measurement does.
 *
 * @param server where to
 * @param workload what kind of load
 * @param shape who is where
 * @param pace how fast, and for how long
 * @param wire how the connections are made, and what they send
 * @param watch where the server's own numbers come from
 * @param processes how many processes of this program make the load
 * @param label what the server is called in a plot, or null
 */
public record SpeedPlan(
        ServerAddress server,
        Workload workload,
        Shape shape,
        Pace pace,
        Wire wire,
        Watch watch,
        Processes processes,
        @Nullable String label) {

    private static final Duration MAX_TIME = Duration.ofHours(24);
    private static final int MAX_CONNECTIONS = 1_000_000;

    /**
     * Who is where.
     *
     * @param rooms how many rooms, at least 1
     * @param members how many clients follow each room, the senders among them
     * @param senders how many members of each room send
     * @param slow how many more follow the rooms in all, and do not read
     */
    public record Shape(int rooms, int members, int senders, int slow) {

        /** @throws IllegalArgumentException with a message for a person, if a value makes no sense */
        public Shape {
            check("rooms", rooms, 1, MAX_CONNECTIONS);
            check("members", members, 1, MAX_CONNECTIONS);
            check("senders", senders, 0, members);
            check("slow", slow, 0, MAX_CONNECTIONS);
            check("rooms times members", (long) rooms * members, 1, MAX_CONNECTIONS);
        }

        /** How many clients read what is sent. */
        int connections() {
            return rooms * members;
        }
    }

    /**
     * How fast, and for how long.
     *
     * @param outstanding how many messages of a sender may be under way, where there is no rate
     * @param deliveriesPerSecond in all, or 0 for as fast as is possible with {@code outstanding}
     * @param spin whether to wait for the next message without sleeping
     * @param warmup how long to send before measuring
     * @param duration how long to measure
     * @param messages how many messages of each room are missed by those who come back
     * @param patience how long something may take that should be done by now
     */
    public record Pace(
            int outstanding,
            double deliveriesPerSecond,
            boolean spin,
            Duration warmup,
            Duration duration,
            int messages,
            Duration patience) {

        /** @throws IllegalArgumentException with a message for a person, if a value makes no sense */
        public Pace {
            check("outstanding", outstanding, 1, 1_000);
            check("messages", messages, 0, 1_000_000);
            if (!(deliveriesPerSecond >= 0) || deliveriesPerSecond > 1e9) {
                throw new IllegalArgumentException("rate: " + deliveriesPerSecond + " (expected: 0 to 1000000000)");
            }
            if (warmup.isNegative() || !isPositive(duration) || !isPositive(patience)) {
                throw new IllegalArgumentException("duration, settle: expected above zero; warmup: zero or above");
            }
            for (Duration time : List.of(warmup, duration, patience)) {
                if (time.compareTo(MAX_TIME) > 0) {
                    throw new IllegalArgumentException(
                            "duration, settle, warmup: expected at most " + MAX_TIME.toHours() + "h");
                }
            }
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /**
     * How the connections are made, and what they send.
     *
     * @param size how many bytes a text has
     * @param ids whether messages have ids of this client's
     * @param loops how many event loops
     * @param concurrency how many connections may be in the making at once
     * @param sources local addresses to connect from, in turn; empty leaves that to the system
     */
    public record Wire(int size, boolean ids, int loops, int concurrency, List<String> sources) {

        /** @throws IllegalArgumentException with a message for a person, if a value makes no sense */
        public Wire {
            check("size", size, Stamp.LEAST_BYTES, 1 << 20);
            check("loops", loops, 1, 64);
            check("concurrency", concurrency, 1, MAX_CONNECTIONS);
            sources = List.copyOf(sources);
        }
    }

    /**
     * Where the server's own numbers come from.
     *
     * @param pid the server's process, if it runs on this machine
     * @param admin the server's admin port
     */
    public record Watch(@Nullable Long pid, @Nullable URI admin) {}

    /**
     * How many processes of this program make the load, each all of it, in rooms of its own.
     *
     * @param count at least 1, this one among them
     * @param command what starts another one, which is then a {@link Companion}
     */
    public record Processes(int count, List<String> command) {

        /** This one only. */
        public static final Processes ONE = new Processes(1, List.of());

        /** @throws IllegalArgumentException with a message for a person, if a value makes no sense */
        public Processes {
            check("processes", count, 1, 64);
            command = List.copyOf(command);
        }
    }

    /** @throws IllegalArgumentException with a message for a person, if the parts do not fit together */
    public SpeedPlan {
        if (workload.kind() == Workload.Kind.LOAD && shape.senders() == 0) {
            throw new IllegalArgumentException("senders: 0 (expected: 1 to " + shape.members() + ")");
        }
        if (workload.kind() == Workload.Kind.RESUME && shape.senders() > 0) {
            throw new IllegalArgumentException("senders: not with " + workload.label());
        }
        if (workload.kind() == Workload.Kind.IDLE && shape.senders() != 1) {
            throw new IllegalArgumentException("senders: not with " + workload.label());
        }
        if (shape.slow() > 0 && workload.kind() != Workload.Kind.LOAD) {
            throw new IllegalArgumentException("slow: not with " + workload.label());
        }
        if (processes.count() > 1 && workload.kind() == Workload.Kind.RESUME) {
            throw new IllegalArgumentException("processes: not with " + workload.label());
        }
        if (processes.count() > 1 && shape.slow() > 0) {
            throw new IllegalArgumentException("slow: not with several processes");
        }
    }

    /** How many send, each in one room: who comes to a room to say what the others miss is none of its members. */
    int speakers() {
        return workload.kind() == Workload.Kind.RESUME ? shape.rooms() : shape.rooms() * shape.senders();
    }

    /** How many deliveries a second all processes are to cause together, or 0 for as many as can be. */
    double allDeliveriesPerSecond() {
        return processes.count() * pace.deliveriesPerSecond();
    }

    /** A workload with its own numbers, eight seconds of warming up and five of measuring. */
    public static SpeedPlan of(ServerAddress server, Workload workload) {
        int concurrency = workload.kind() == Workload.Kind.RESUME ? MAX_CONNECTIONS : 128;
        return new SpeedPlan(
                server,
                workload,
                workload.shape(),
                new Pace(
                        workload.outstanding(),
                        workload.deliveriesPerSecond(),
                        false,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(5),
                        10,
                        Duration.ofSeconds(30)),
                new Wire(100, false, 1, concurrency, List.of()),
                new Watch(null, null),
                Processes.ONE,
                null);
    }

    /** The same with another shape. */
    public SpeedPlan with(Shape newShape) {
        return new SpeedPlan(server, workload, newShape, pace, wire, watch, processes, label);
    }

    /** The same at another pace. */
    public SpeedPlan with(Pace newPace) {
        return new SpeedPlan(server, workload, shape, newPace, wire, watch, processes, label);
    }

    /** The same with other connections. */
    public SpeedPlan with(Wire newWire) {
        return new SpeedPlan(server, workload, shape, pace, newWire, watch, processes, label);
    }

    /** The same with the server watched otherwise. */
    public SpeedPlan with(Watch newWatch) {
        return new SpeedPlan(server, workload, shape, pace, wire, newWatch, processes, label);
    }

    /** The same by so many processes. */
    public SpeedPlan with(Processes newProcesses) {
        return new SpeedPlan(server, workload, shape, pace, wire, watch, newProcesses, label);
    }

    /** The same under a name for plots. */
    public SpeedPlan withLabel(@Nullable String newLabel) {
        return new SpeedPlan(server, workload, shape, pace, wire, watch, processes, newLabel);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
