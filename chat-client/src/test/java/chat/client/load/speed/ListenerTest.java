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
            assertThat(listener.isCertainlyNot(OWN, socket.getLocalPort())).isFalse();
            Process other = new ProcessBuilder("sleep", "60").start();
            try {
                assertThat(listener.isCertainlyNot(Long.toString(other.pid()), socket.getLocalPort()))
                        .isTrue();
            } finally {
                other.destroy();
            }
        }
    }

    @Test
    void whereNothingIsToldNothingIsCertain() {
        assertThat(new Listener(Path.of("/none")).isCertainlyNot(OWN, 80)).isFalse();
    }
}
