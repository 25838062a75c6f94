// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was wrong after power failures. */
final class Findings {

    private static final int EXAMPLES = 5;

    /** What can be wrong. */
    enum Fault {
        /** The store does not open any more. */
        UNUSABLE,
        /** An acknowledged message is not there. */
        LOST,
        /** Another message is at the place of an acknowledged one. */
        MISPLACED,
        /** A text is not what was said. */
        ALTERED,
        /** A log has a hole, or a message twice. */
        DISORDER,
        /** A room that was opened is not there, or has another epoch. */
        ROOM_LOST,
        /** An acknowledged message that is sent again is not known as a duplicate of the first. */
        STORED_AGAIN
    }

    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final List<String> examples = new ArrayList<>();
    private int failures;
    private long checked;

    void found(Fault fault, String example) {
        if (counts.merge(fault, 1, Integer::sum) <= EXAMPLES) {
            examples.add(fault + ": " + example);
        }
    }

    /** One more failure was looked at, before which so much had been told. */
    void failure(int told) {
        failures++;
        checked += told;
    }

    int count(Fault fault) {
        return counts.getOrDefault(fault, 0);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    int failures() {
        return failures;
    }

    /** How often something that was told was looked for. */
    long checked() {
        return checked;
    }

    @Override
    public String toString() {
        String faults = Arrays.stream(Fault.values())
                .map(fault -> fault.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + count(fault))
                .collect(Collectors.joining(", "));
        return failures + " power failures, " + checked + " acknowledgements looked for: " + faults
                + examples.stream().map(example -> "\n  " + example).collect(Collectors.joining());
    }
}
