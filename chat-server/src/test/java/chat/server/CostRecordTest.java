// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is not recorded, not measured, or dearer than recorded is noticed. */
class CostRecordTest {

    private static final String CALLS = "memory.single.socket-calls-per-message";
    private static final String BYTES = "memory.burst.bytes-per-delivery";

    @Test
    void aFifthMoreIsTooMuch() {
        assertThat(dearer(Map.of(CALLS, 1.2), Map.of(CALLS, "1.000"))).isEmpty();
        assertThat(dearer(Map.of(CALLS, 1.21), Map.of(CALLS, "1.000")))
                .containsExactly(CALLS + ": 1.210 (recorded: 1.000; expected: at most 1.200)");
        assertThat(dearer(Map.of(CALLS, 0.0126), Map.of(CALLS, "0.0063"))).hasSize(1);
    }

    @Test
    void anObjectForEachDeliveryIsTooMuchAndLessIsNot() {
        assertThat(dearer(Map.of(BYTES, 9.0), Map.of(BYTES, "2.800"))).isEmpty();
        assertThat(dearer(Map.of(BYTES, 18.8), Map.of(BYTES, "2.800"))).hasSize(1);
        assertThat(dearer(Map.of(BYTES, 59.5), Map.of(BYTES, "43.505"))).hasSize(1);
    }

    @Test
    void whatIsOnlyOnOneSideIsNoticed() {
        assertThat(dearer(Map.of(CALLS, 1.0), Map.of())).containsExactly(CALLS + ": 1.000, and nothing is recorded");
        assertThat(dearer(Map.of(), Map.of(CALLS, "1.000")))
                .containsExactly(CALLS + ": recorded, and was not measured");
        assertThat(dearer(Map.of(), Map.of("memory.old.calls", "1.000")))
                .contains("memory.old.calls: recorded, and no test measures such a thing");
        assertThat(CostRecord.compare(Map.of(), Map.of(CALLS, "1.000"), name -> false)
                        .dearer())
                .isEmpty();
    }

    @Test
    void whatIsMuchCheaperIsToBeRecorded() {
        Map<String, Double> measured = Map.of(CALLS, 0.6);
        assertThat(CostRecord.compare(measured, Map.of(CALLS, "1.000"), name -> true)
                        .cheaper())
                .hasSize(1);
    }

    private static List<String> dearer(Map<String, Double> measured, Map<String, String> recorded) {
        return CostRecord.compare(measured, recorded, name -> true).dearer();
    }
}
