// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How busy this machine has been in all, which says how much a measurement on it is worth.
 *
 * @param busySeconds of all processors
 * @param stolenSeconds in which a hypervisor ran something else
 */
record MachineCpu(double busySeconds, double stolenSeconds) {

    private static final double TICKS_PER_SECOND = 100;
    /** Places in the first line of /proc/stat, after its name. */
    private static final int USER = 1;

    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int IRQ = 6;
    private static final int SOFT_IRQ = 7;
    private static final int STEAL = 8;

    /** By now, or null on a system that does not say. */
    static @Nullable MachineCpu now() {
        try {
            return parse(Files.readString(Path.of("/proc/stat")));
        } catch (IOException e) {
            return null;
        }
    }

    static @Nullable MachineCpu parse(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +");
        if (fields.length <= STEAL) {
            return null;
        }
        double busy = 0;
        for (int field : new int[] {USER, NICE, SYSTEM, IRQ, SOFT_IRQ}) {
            busy += Long.parseLong(fields[field]);
        }
        return new MachineCpu(busy / TICKS_PER_SECOND, Long.parseLong(fields[STEAL]) / TICKS_PER_SECOND);
    }
}
