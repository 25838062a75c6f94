// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Linux knows which process listens on a port. */
class ListenerTest {

    private static final String OWN = Long.toString(ProcessHandle.current().pid());

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoListensIsTheOneAndNobodyElse() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Listener listener = Listener.ofThisMachine();
            assertThat(listener.listens(OWN, socket.getLocalPort())).isEqualTo(Listener.Answer.YES);
            Process other = new ProcessBuilder("sleep", "60").start();
            try {
                assertThat(listener.listens(Long.toString(other.pid()), socket.getLocalPort()))
                        .isEqualTo(Listener.Answer.NO);
            } finally {
                other.destroy();
            }
        }
    }

    @Test
    void whereNothingIsToldNothingIsCertain() {
        assertThat(new Listener(Path.of("/none")).listens(OWN, 80)).isEqualTo(Listener.Answer.NOT_KNOWN);
    }
}
