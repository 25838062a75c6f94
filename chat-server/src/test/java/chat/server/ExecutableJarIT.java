// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExecutableJarIT {

    @Test
    void jarRunsByItself() throws Exception {
        Process process = start("--version");

        assertThat(process.inputReader().lines()).singleElement().asString().matches("chat-server \\d+\\..+");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void sigtermStopsTheServerInGoodOrder() throws Exception {
        Process process =
                start("run", "--set", "net.port=0", "--set", "admin.port=0", "--set", "store.path=target/jar-data");
        try {
            BufferedReader log = process.inputReader();
            String line = log.readLine();
            while (line != null && !line.contains("Ready: ")) {
                line = log.readLine();
            }
            assertThat(line).contains("chat on 127.0.0.1:").contains("admin on 127.0.0.1:");

            process.toHandle().destroy();

            assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(log.lines().toList()).last().asString().endsWith("ShutdownHook - Stopped");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whatOnlySomeConnectionsNeedIsInItToo() throws Exception {
        Process process = start(
                "run",
                "--set",
                "net.port=0",
                "--set",
                "admin.port=0",
                "--set",
                "store.path=target/jar-data-proxy",
                "--set",
                "net.proxies=127.0.0.1");
        try {
            BufferedReader log = process.inputReader();
            String line = log.readLine();
            while (line != null && !line.contains("Ready: ")) {
                line = log.readLine();
            }
            int port = Integer.parseInt(String.valueOf(line).replaceFirst(".*chat on 127\\.0\\.0\\.1:(\\d+).*", "$1"));
            try (Socket socket = new Socket("127.0.0.1", port)) {
                LineClient client = new LineClient(socket).write("PROXY TCP4 203.0.113.7 127.0.0.1 40000 8080\r\n");
                assertThat(client.arrive()).startsWith("guest");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Path.of("target", "chat-server.jar").toString();
        List<String> command =
                Stream.concat(Stream.of(java, "-jar", jar), Stream.of(args)).toList();
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
