// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.protocol.message.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCommandTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstLineIsTheSecret() throws Exception {
        assertThat(run("printf", "correct horse\nurl: x\n")).isEqualTo(new Secret("correct horse"));
        assertThat(run("echo", "$HOME; exit 1")).isEqualTo(new Secret("$HOME; exit 1"));
        assertThat(shell("echo secret; head -c 1000000 /dev/zero")).isEqualTo(new Secret("secret"));
    }

    /** Which is that of the verb: {@code send} takes its lines from it. */
    @Test
    void itReadsNothingOfTheInput() throws Exception {
        assertThat(shell("cat; echo nothing")).isEqualTo(new Secret("nothing"));
    }

    @Test
    void whatGoesWrongIsSaid() {
        assertThatThrownBy(() -> run("/no/such/program")).hasMessageContaining("/no/such/program cannot be run");
        assertThatThrownBy(() -> shell("echo secret; exit 3")).hasMessage("sh ended with code 3 (expected: 0)");
        assertThatThrownBy(() -> run("true")).hasMessageContaining("printed no usable first line");
        assertThatThrownBy(() -> shell("printf '\\377\\n'")).hasMessageContaining("not in UTF-8");
        assertThatThrownBy(() -> shell("head -c 2000 /dev/zero | tr '\\0' x"))
                .hasMessageContaining("1 to 1024 characters");
    }

    @Test
    void oneThatDoesNotEndIsEndedWithWhatItHasStarted() throws Exception {
        Path pid = folder.resolve("pid");
        SecretSource.OfCommand command = new SecretSource.OfCommand(
                List.of("sh", "-c", "sleep 1000 & echo $! > " + pid + "; echo secret; wait"));
        assertThatThrownBy(() -> SecretCommand.run(command, Duration.ofSeconds(2)))
                .hasMessage("sh did not end within 2 s");
        long child = Long.parseLong(Files.readString(pid).strip());
        await().until(() ->
                ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    private static Secret shell(String script) throws ConfigException {
        return run("sh", "-c", script);
    }

    private static Secret run(String... command) throws ConfigException {
        return SecretCommand.run(new SecretSource.OfCommand(List.of(command)), Duration.ofSeconds(20));
    }
}
