// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CtrlCTest {

    private final List<String> done = new ArrayList<>();
    private long nanos = -5;
    private final CtrlC ctrlC = new CtrlC(() -> nanos, () -> done.add("cleared"), () -> done.add("left"));

    @Test
    void onceClearsAndTwiceLeaves() {
        ctrlC.pressed();
        nanos += CtrlC.PATIENCE.toNanos();
        ctrlC.pressed();
        assertThat(done).containsExactly("cleared", "left");
    }

    @Test
    void whoWaitsLongHasOnlyClearedAnotherLine() {
        ctrlC.pressed();
        nanos += CtrlC.PATIENCE.toNanos() + 1;
        ctrlC.pressed();
        assertThat(done).containsExactly("cleared", "cleared");
    }
}
