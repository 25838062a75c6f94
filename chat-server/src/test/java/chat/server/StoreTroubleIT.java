// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people and operators see of a store in trouble. */
class StoreTroubleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final RunningServer server = new RunningServer();

    @Test
    void readyzIsRedWithTheReasonWhileAnotherProgramHasTheFileAndGreenAgainAfterwards() throws Exception {
        server.start();
        awaitReadyz(200, "ready");
        Path file = server.config().store().path().resolve("chat.db");
        server.log().expect("the store takes no appends: another program has locked the file");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            awaitReadyz(503, "another program has locked the file");
            assertThat(server.ask("/livez").statusCode()).isEqualTo(200);
            statement.execute("ROLLBACK");
        }

        awaitReadyz(200, "ready");
        assertThat(server.log().lines("takes no appends")).hasSize(1);
    }

    private void awaitReadyz(int status, String words) {
        await("/readyz says " + status).atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = server.ask("/readyz");
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains(words);
        });
    }

    @Test
    void aSecondServerOnTheSameFolderSaysSoInOneLineAndExitsWith1() throws Exception {
        server.start();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Path.of("target", "chat-server.jar").toString();
        Path folder = server.config().store().path();
        Process second = new ProcessBuilder(List.of(
                        java,
                        "-jar",
                        jar,
                        "run",
                        "--set",
                        "net.port=0",
                        "--set",
                        "admin.port=0",
                        "--set",
                        "store.path=" + folder))
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(second.inputReader().lines().filter(line -> line.contains("store.path")))
                    .singleElement()
                    .asString()
                    .contains("in use by another server");
            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
        } finally {
            second.destroyForcibly();
        }
        awaitReadyz(200, "ready");
    }
}
