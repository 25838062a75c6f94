// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.metrics.ChatMeter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds the delivery rules against random sequences of everything that can happen: see {@link FanOutModel} for what that
 * is and {@link ModelConnection} for what must be true meanwhile.
 *
 * <p>{@code -Dchat.model.seeds=5000} runs more sequences, {@code -Dchat.model.first=1234} begins with another; a failure
 * names the seed that it can be seen again with.
 */
class FanOutModelTest {

    private static final int SEEDS = Integer.getInteger("chat.model.seeds", 100);
    private static final long FIRST_SEED = Long.getLong("chat.model.first", 1);
    private static final int STEPS = Integer.getInteger("chat.model.steps", 400);

    private static final List<ChatMeter> REACHED =
            List.of(ChatMeter.HINTS_LOST, ChatMeter.FOLLOWERS_LEFT_LIVE, ChatMeter.GAPS, ChatMeter.DELIVERIES);

    @Test
    void whoeverReadsGetsEverythingInOrderWhateverHappens() {
        Map<ChatMeter, Double> counts = run(true);

        // Or the sequences would not have come to what the rules are about.
        assertThat(counts)
                .allSatisfy((meter, count) -> assertThat(count).as(meter.name()).isPositive());
    }

    /** R6: without any fault nothing is ever missed, so that nobody need look for lost hints every second. */
    @Test
    void nobodyNeedsTheLookForLostHintsIfNoneIsLost() {
        run(false);
    }

    /** Or a seed would be of no use to whoever looks for the cause of a failure. */
    @Test
    void aSeedDoesTheSameEveryTime() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(model(seed, true).digest())
                    .isEqualTo(model(seed, true).digest())
                    .isNotZero();
        }
    }

    private static Map<ChatMeter, Double> run(boolean faults) {
        Map<ChatMeter, Double> counts = new EnumMap<>(ChatMeter.class);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            FanOutModel model = model(seed, faults);
            for (ChatMeter meter : REACHED) {
                counts.merge(meter, model.count(meter), Double::sum);
            }
        }
        return counts;
    }

    private static FanOutModel model(long seed, boolean faults) {
        int step = 0;
        try {
            FanOutModel model = new FanOutModel(seed, faults);
            for (; step < STEPS; step++) {
                model.step();
            }
            model.finish();
            return model;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("step " + step + ", again with -Dchat.model.first=" + seed, e);
        }
    }
}
