// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.load.speed.Workload;
import chat.client.load.speed.Workload.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which options mean something to a workload: one that would be ignored is refused. */
final class WorkloadRules {

    private static final Map<String, Set<Kind>> TAKEN_BY = new LinkedHashMap<>();

    static {
        for (String option : new String[] {"--rate", "--outstanding", "--warmup", "--spin", "--slow", "--senders"}) {
            TAKEN_BY.put(option, Set.of(Kind.LOAD));
        }
        TAKEN_BY.put("--duration", Set.of(Kind.LOAD, Kind.IDLE));
        TAKEN_BY.put("--processes", Set.of(Kind.LOAD, Kind.IDLE));
        TAKEN_BY.put("--histogram", Set.of(Kind.LOAD, Kind.RESUME));
        TAKEN_BY.put("--connections", Set.of(Kind.IDLE, Kind.RESUME));
        TAKEN_BY.put("--messages", Set.of(Kind.RESUME));
    }

    private WorkloadRules() {}

    /**
     * What is wrong with the options of a workload, in words, or null.
     *
     * @param given whether an option is on the command line
     * @param rate what it comes to, in deliveries a second
     */
    static @Nullable String objection(Workload workload, Predicate<String> given, double rate) {
        for (Map.Entry<String, Set<Kind>> rule : TAKEN_BY.entrySet()) {
            if (given.test(rule.getKey()) && !rule.getValue().contains(workload.kind())) {
                return rule.getKey() + ": not with " + workload.label() + " (expected: only with "
                        + labels(rule.getValue()) + ")";
            }
        }
        if (given.test("--outstanding") && rate > 0) {
            return "--outstanding: not at a fixed rate, which goes on whatever is under way (expected: with --rate 0)";
        }
        if (given.test("--spin") && rate == 0) {
            return "--spin: only at a fixed rate (expected: with --rate N, rate100 or rate50k)";
        }
        if (given.test("--rooms") && given.test("--connections")) {
            return "--rooms: not with --connections, which are in rooms of --members (expected: one of the two)";
        }
        if (given.test("--source") && given.test("--sources")) {
            return "--source: not with --sources (expected: one of the two)";
        }
        return null;
    }

    private static String labels(Set<Kind> kinds) {
        return Arrays.stream(Workload.values())
                .filter(workload -> kinds.contains(workload.kind()))
                .map(Workload::label)
                .collect(Collectors.joining(", "));
    }
}
