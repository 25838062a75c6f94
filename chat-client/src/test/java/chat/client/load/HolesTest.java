// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holes against a set of single numbers. */
class HolesTest {

    @Test
    void partsOfRangesAreFilled() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 1_000; round++) {
            Holes holes = new Holes();
            TreeSet<Long> model = new TreeSet<>();
            long end = 1;
            for (int i = 0; i < 10; i++) {
                long from = end + random.nextLong(1, 4);
                end = from + random.nextLong(0, 5);
                holes.add(from, end);
                for (long seq = from; seq <= end; seq++) {
                    model.add(seq);
                }
                long first = random.nextLong(1, end + 3);
                long last = first + random.nextLong(0, 8);
                assertThat(holes.remove(first, last)).isEqualTo(model.removeIf(seq -> seq >= first && seq <= last));
                assertThat(holes.size()).isEqualTo(model.size());
            }
        }
    }

    @Test
    void tooManyRangesAreOnlyCounted() {
        Holes holes = new Holes();
        for (long i = 0; i < 10L * Holes.MAX_RANGES; i++) {
            holes.add(2 * i, 2 * i);
        }
        assertThat(holes.size()).isEqualTo(10L * Holes.MAX_RANGES);
    }
}
