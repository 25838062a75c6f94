// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.log.Acknowledgement;
import java.util.concurrent.Executor;

/** An acknowledgement that may be given once, on its own loop. */
final class ModelAck implements Acknowledgement {

    private final StepLoop home;
    private int given;

    ModelAck(StepLoop home) {
        this.home = home;
    }

    int given() {
        return given;
    }

    @Override
    public Executor home() {
        return home;
    }

    @Override
    public void give() {
        assertThat(home.isRunning()).as("an acknowledgement is given at home").isTrue();
        given++;
        assertThat(given).as("an acknowledgement is given once").isEqualTo(1);
    }
}
