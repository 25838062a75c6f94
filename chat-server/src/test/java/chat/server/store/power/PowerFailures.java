// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.server.config.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lets the power fail at many moments of a trace, and looks each time at what is left. */
final class PowerFailures {

    private final List<Step> steps = new ArrayList<>();
    private final Path root;
    private final String folder;
    private final Durability durability;
    private final Path scratch;

    /** Something that is so from a place of the trace on. */
    private record Step(int position, Call call) {}

    /**
     * @param calls what was traced
     * @param folder the data folder of the trace; the folder that it is in was there before
     * @param scratch a folder for what is left
     */
    PowerFailures(List<Call> calls, Path folder, Durability durability, Path scratch) {
        for (Call call : calls) {
            int position = call.kind() == Call.Kind.SYNC ? call.end() : call.begin();
            if (position != Call.NEVER) {
                steps.add(new Step(position, call));
            }
        }
        steps.sort(Comparator.comparingInt(Step::position));
        this.root = folder.getParent();
        this.folder = folder.getFileName().toString();
        this.durability = durability;
        this.scratch = scratch;
    }

    /** How many syncs there are. */
    long syncs() {
        return steps.stream().filter(step -> step.call.kind() == Call.Kind.SYNC).count();
    }

    /** Everything that was told. */
    List<Told> told() {
        return steps.stream().flatMap(step -> told(step.call).stream()).toList();
    }

    /**
     * Has the power fail.
     *
     * @param moments how often
     * @param from not before something was told that fulfils this
     */
    Findings run(int moments, long seed, Predicate<Told> from) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int first = 0;
        while (told(steps.get(first).call).stream().noneMatch(from)) {
            first++;
        }
        int[] failures = new int[steps.size()];
        for (int i = 0; i < moments; i++) {
            failures[moment(first, random)]++;
        }
        return run(failures, random);
    }

    /** Has the power fail anywhere. */
    Findings run(int moments, long seed) throws IOException {
        return run(moments, seed, told -> true);
    }

    /** Half of them directly after something was told, when it matters most. */
    private int moment(int first, SplittableRandom random) {
        int step = random.nextInt(first, steps.size());
        if (random.nextBoolean()) {
            while (step > first && steps.get(step).call.kind() != Call.Kind.TELL) {
                step--;
            }
        }
        return step;
    }

    private Findings run(int[] failures, SplittableRandom random) throws IOException {
        Findings findings = new Findings();
        Disk disk = new Disk(root);
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < failures.length; i++) {
            Step step = steps.get(i);
            disk.happened(step.call);
            told.addAll(told(step.call));
            for (int failure = 0; failure < failures[i]; failure++) {
                Tear.Kind kind = Tear.Kind.values()[random.nextInt(Tear.Kind.values().length)];
                Path left = Files.createDirectory(scratch.resolve("left"));
                disk.leave(left, kind.chance(random.split()));
                Remains.check(
                        left.resolve(folder), durability, told, findings, " (" + kind + " at " + step.position + ")");
                delete(left);
            }
        }
        return findings;
    }

    private static List<Told> told(Call call) {
        return call.kind() == Call.Kind.TELL
                ? new String(call.data(), StandardCharsets.UTF_8)
                        .lines()
                        .map(Told::of)
                        .toList()
                : List.of();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
