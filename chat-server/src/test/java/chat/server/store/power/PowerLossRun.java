// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.server.config.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** A long run, for power-loss.sh: its arguments are how many failures, the seed, and where it may write. */
final class PowerLossRun {

    /** So long a load has old entries removed, which the store does once a minute. */
    private static final int LONG_LOAD_MESSAGES = 400;

    private static final int SENDERS = 6;
    private static final int LONG_LOAD_PAUSE_MILLIS = 170;

    private PowerLossRun() {}

    public static void main(String[] args) throws Exception {
        int moments = Integer.parseInt(args[0]);
        long seed = Long.parseLong(args[1]);
        Path place = Path.of(args[2]);
        int quarter = moments / 4;
        boolean kept = report(
                "store.durability=fsync, as fast as it can",
                load(place, "fast", Durability.FSYNC, SENDERS).run(LONG_LOAD_MESSAGES, 0),
                scratch(place),
                moments - 3 * quarter,
                seed,
                told -> true);
        kept &= report(
                "store.durability=fsync, for more than a minute",
                load(place, "slow", Durability.FSYNC, SENDERS).run(LONG_LOAD_MESSAGES, LONG_LOAD_PAUSE_MILLIS),
                scratch(place),
                quarter,
                seed,
                told -> true);
        kept &= report(
                "store.durability=fsync, killed before the writer's 200th sync and started again",
                load(place, "killed", Durability.FSYNC, SENDERS)
                        .runUntilSync(200)
                        .run(40, 0),
                scratch(place),
                quarter,
                seed,
                told -> true);
        kept &= report(
                "store.durability=fsync, killed like that, from the first duplicate on",
                load(place, "duplicate", Durability.FSYNC, 1).runUntilSync(100).run(1, 0),
                scratch(place),
                quarter,
                seed,
                told -> told instanceof Told.Stored stored && stored.duplicate());
        boolean lost = !report(
                "for comparison, store.durability=os",
                load(place, "os", Durability.OS, SENDERS).run(LONG_LOAD_MESSAGES, 0),
                scratch(place),
                100,
                seed,
                told -> true);
        System.out.println(kept ? "fsync: everything that was acknowledged was there." : "fsync: NOT KEPT.");
        System.out.println(lost ? "os: a loss was found, as expected." : "os: NO LOSS WAS FOUND, so this finds none.");
        System.exit(kept && lost ? 0 : 1);
    }

    private static TracedLoad load(Path place, String name, Durability durability, int senders) throws IOException {
        return new TracedLoad(Files.createDirectory(place.resolve(name)), durability, senders);
    }

    private static Path scratch(Path place) throws IOException {
        return Files.createTempDirectory(place, "scratch");
    }

    private static boolean report(
            String what, TracedLoad load, Path scratch, int moments, long seed, Predicate<Told> from)
            throws IOException {
        Instant begin = Instant.now();
        PowerFailures power = load.failures(scratch);
        Findings findings = power.run(moments, seed, from);
        System.out.println(what + " (" + power.told().size() + " acknowledgements, " + power.syncs() + " syncs): "
                + findings + " [" + Duration.between(begin, Instant.now()).toSeconds() + " s]");
        return findings.isEmpty();
    }
}
