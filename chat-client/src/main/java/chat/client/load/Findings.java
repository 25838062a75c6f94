// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What was found broken: how often, and the first few cases in words. Takes a bounded amount of memory. */
final class Findings {

    /** How many cases of one breach are told in words; all are counted. */
    static final int EXAMPLES_EACH = 3;

    private record Seen(Breach breach, Witness witness) {}

    private final Map<Seen, Long> counts = new HashMap<>();
    private final Map<Breach, List<String>> examples = new EnumMap<>(Breach.class);

    /**
     * A promise is broken.
     *
     * @param times by how many entries or messages
     * @param example what was seen and what was expected; only asked for when it will be shown
     */
    void broken(Breach breach, Witness witness, long times, Supplier<String> example) {
        counts.merge(new Seen(breach, witness), times, Long::sum);
        List<String> told = examples.computeIfAbsent(breach, first -> new ArrayList<>(EXAMPLES_EACH));
        if (told.size() < EXAMPLES_EACH) {
            told.add(breach.label() + ": " + example.get());
        }
    }

    /** How often a promise was broken in a way, according to a witness. */
    long count(Breach breach, Witness witness) {
        return counts.getOrDefault(new Seen(breach, witness), 0L);
    }

    /** Whether nothing is broken so far. */
    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The first cases of each breach, in words. */
    List<String> examples() {
        return examples.values().stream().flatMap(List::stream).toList();
    }
}
