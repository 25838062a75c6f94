// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: which values it reaches, and where its ticks are.
 *
 * @param logarithmic whether equal ratios have equal lengths
 */
record Scale(double least, double most, List<Double> ticks, boolean logarithmic) {

    private static final double[] STEPS = {1, 2, 5, 10};
    private static final int ABOUT_TICKS = 6;

    /** From zero to above a value, evenly. */
    static Scale linear(double most) {
        double rough = Math.max(most, 1e-9) / ABOUT_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * 10;
        for (int i = STEPS.length - 1; i >= 0; i--) {
            if (STEPS[i] * power >= rough) {
                step = STEPS[i] * power;
            }
        }
        List<Double> ticks = new ArrayList<>();
        int count = (int) Math.ceil(most / step - 1e-9);
        for (int i = 0; i <= Math.max(1, count); i++) {
            ticks.add(i * step);
        }
        return new Scale(0, ticks.get(ticks.size() - 1), ticks, false);
    }

    /** From below a value to above another, in powers of ten with what lies between. */
    static Scale logarithmic(double least, double most) {
        double from = Math.pow(10, Math.floor(Math.log10(least) + 1e-9));
        double to = Math.pow(10, Math.ceil(Math.log10(most) - 1e-9));
        if (to <= from) {
            to = from * 10;
        }
        boolean few = to / from <= 1_000;
        List<Double> ticks = new ArrayList<>();
        for (double power = from; power < to * 0.99; power *= 10) {
            ticks.add(power);
            if (few) {
                ticks.add(2 * power);
                ticks.add(5 * power);
            }
        }
        ticks.add(to);
        return new Scale(from, to, ticks, true);
    }

    /** Where a value lies, from 0 to 1. */
    double place(double value) {
        return logarithmic ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
    }
}
