// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The loads that have a name; every number of one can be replaced. */
public enum Workload {
    SAT10(Kind.LOAD, 1, 10, 10, 16, 0, "a room of 10, all sending, 16 messages each under way"),
    SAT100(Kind.LOAD, 1, 100, 10, 16, 0, "a room of 100, 10 sending, 16 messages each under way"),
    SAT1000(Kind.LOAD, 1, 1_000, 10, 16, 0, "a room of 1,000, 10 sending, 16 messages each under way"),
    RATE100(Kind.LOAD, 1, 100, 10, 16, 20_000, "a room of 100, 10 sending, 20,000 deliveries/s in all"),
    RATE50K(Kind.LOAD, 1, 100, 10, 16, 50_000, "a room of 100, 10 sending, 50,000 deliveries/s in all"),
    ROOMS(Kind.LOAD, 100, 10, 10, 1, 0, "100 rooms of 10, all sending, one message each under way"),
    IDLE(Kind.IDLE, 500, 10, 1, 1, 0, "5,000 connections in rooms of 10 that have heard one message"),
    RESUME(Kind.RESUME, 1_000, 10, 0, 1, 0, "10,000 connections that come back at once to 10 new messages a room");

    /** What is done. */
    public enum Kind {
        /** Messages are sent and delivered. */
        LOAD,
        /** Connections are there. */
        IDLE,
        /** Connections come back. */
        RESUME
    }

    private final Kind kind;
    private final int rooms;
    private final int members;
    private final int senders;
    private final int outstanding;
    private final double deliveriesPerSecond;
    private final String meaning;

    Workload(
            Kind kind,
            int rooms,
            int members,
            int senders,
            int outstanding,
            double deliveriesPerSecond,
            String meaning) {
        this.kind = kind;
        this.rooms = rooms;
        this.members = members;
        this.senders = senders;
        this.outstanding = outstanding;
        this.deliveriesPerSecond = deliveriesPerSecond;
        this.meaning = meaning;
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException with a message for a person, if there is none
     */
    public static Workload ofLabel(String label) {
        return Arrays.stream(values())
                .filter(workload -> workload.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is no workload (expected: one of "
                        + Arrays.stream(values()).map(Workload::label).collect(Collectors.joining(", ")) + ")"));
    }

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, for a person. */
    public String meaning() {
        return meaning;
    }

    /** What is done in it. */
    public Kind kind() {
        return kind;
    }

    /** Who is where, unless told otherwise. */
    SpeedPlan.Shape shape() {
        return new SpeedPlan.Shape(rooms, members, senders, 0);
    }

    int outstanding() {
        return outstanding;
    }

    /** 0 for as fast as the window allows. */
    double deliveriesPerSecond() {
        return deliveriesPerSecond;
    }
}
