// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.Durability;
import chat.server.store.power.Findings.Fault;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A power failure takes what was written and not synced, which killing the process does not: the kernel still has that. Long
 * runs are for power-loss.sh.
 */
@Tag("strace")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PowerLossIT {

    private static final int SENDERS = 6;
    private static final int MESSAGES = 120;
    private static final int MOMENTS = 120;
    private static final long SEED = Long.getLong("power.seed", new SplittableRandom().nextLong());

    @TempDir
    private Path place;

    @TempDir
    private Path scratch;

    @BeforeEach
    void straceIsThere() {
        assertThat(TracedLoad.isPossible()).as("strace is there and may trace").isTrue();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAPowerFailure() throws Exception {
        PowerFailures power = new TracedLoad(place, Durability.FSYNC, SENDERS)
                .run(MESSAGES, 0)
                .failures(scratch);
        assertThat(stored(power.told())).hasSize(MESSAGES * SENDERS);

        Findings findings = power.run(MOMENTS, SEED);

        assertThat(findings.isEmpty()).as(report(findings)).isTrue();
        assertThat(findings.checked()).isGreaterThan(MOMENTS);
    }

    /** The difference between the two settings, and the proof that a loss is found. */
    @Test
    void withDurabilityOsAPowerFailureTakesMessages() throws Exception {
        PowerFailures power =
                new TracedLoad(place, Durability.OS, SENDERS).run(MESSAGES, 0).failures(scratch);

        Findings findings = power.run(MOMENTS / 4, SEED);

        assertThat(findings.count(Fault.LOST)).as(report(findings)).isPositive();
        assertThat(findings.count(Fault.UNUSABLE)).as(report(findings)).isZero();
        assertThat(findings.count(Fault.DISORDER)).as(report(findings)).isZero();
        assertThat(findings.count(Fault.ALTERED)).as(report(findings)).isZero();
    }

    /**
     * A process is killed between writing a commit and syncing it. The next one finds the commit, as the kernel has it, and
     * acknowledges what is sent again as a duplicate; then the power fails. There is one sender, as a commit of another one
     * would sync the first one's too.
     */
    @Test
    void whatIsAcknowledgedAsADuplicateIsThereAfterAPowerFailure() throws Exception {
        TracedLoad load = new TracedLoad(place, Durability.FSYNC, 1).runUntilSync(100);
        Set<Said> before = stored(load.failures(scratch).told());
        PowerFailures power = load.run(1, 0).failures(scratch);

        assertThat(power.told())
                .as("commits that nobody was told of before")
                .anyMatch(told -> isNewDuplicate(told, before));
        Findings findings = power.run(MOMENTS / 2, SEED, told -> isNewDuplicate(told, before));

        assertThat(findings.isEmpty()).as(report(findings)).isTrue();
    }

    private static boolean isNewDuplicate(Told told, Set<Said> before) {
        return told instanceof Told.Stored stored && stored.duplicate() && !before.contains(stored.said());
    }

    private static Set<Said> stored(List<Told> told) {
        Set<Said> said = new HashSet<>();
        told.forEach(one -> {
            if (one instanceof Told.Stored stored) {
                said.add(stored.said());
            }
        });
        return said;
    }

    private static String report(Findings findings) {
        return "-Dpower.seed=" + SEED + ": " + findings;
    }
}
