// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client as a shell starts it, with accounts. */
class AccountCommandLineIT {

    @RegisterExtension
    private final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB",
            "accounts.hash-passes=1",
            "limits.all=off",
            "accounts.registration=open",
            "accounts.guests=deny");

    @TempDir
    private Path folder;

    private record Result(int code, String output, String error) {}

    @Test
    void aScriptRegistersAndSignsIn() throws Exception {
        Map<String, String> password = Map.of("CHAT_PASSWORD", "correct horse");
        assertThat(run(password, "register", "--account", "ann")).satisfies(result -> {
            assertThat(result.code()).isEqualTo(ExitCode.OK.number());
            assertThat(result.error())
                    .isEqualTo("chat-client: the account ann has been made: --account ann signs in\n");
        });
        assertThat(run(password, "register", "--account", "ann").code()).isEqualTo(ExitCode.REFUSED.number());

        assertThat(run(password, "send", "--account", "ann", "by the environment")
                        .code())
                .isZero();
        String right = file("right", "correct horse\nnot this\n");
        assertThat(run(
                                Map.of("CHAT_PASSWORD", "wrong horse"),
                                "send",
                                "--account",
                                "ann",
                                "--password-file",
                                right,
                                "x")
                        .code())
                .as("a file counts more than the environment")
                .isZero();
        assertThat(run(password, "tail", "--account", "ann", "--no-follow").output())
                .contains("<ann> by the environment", "<ann> x");

        Result wrong =
                run(Map.of(), "send", "--account", "ann", "--password-file", file("wrong", "wrong horse\n"), "x");
        assertThat(wrong.code()).isEqualTo(ExitCode.SIGN_IN.number()).isEqualTo(9);
        assertThat(wrong.error())
                .hasLineCount(1)
                .contains("no such account")
                .doesNotContain("wrong horse", "--account");
        assertThat(run(Map.of("CHAT_TOKEN", "chat_1_nothing"), "send", "x").code())
                .isEqualTo(ExitCode.SIGN_IN.number());
    }

    @Test
    void aGuestIsToldWhichOptionHelps() throws Exception {
        Result guest = run(Map.of(), "send", "x");

        assertThat(guest.code()).isEqualTo(ExitCode.SIGN_IN.number());
        assertThat(guest.error())
                .hasLineCount(1)
                .contains("guests are not let in")
                .contains("--account NAME");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        String file = file("secret", "correct horse\n");
        List<List<String>> wrong = List.of(
                List.of("send", "--account", "ann", "x"),
                List.of("send", "--password-file", file, "x"),
                List.of("send", "--account", "ann", "--token-file", file, "x"),
                List.of("send", "--token-file", folder.resolve("none").toString(), "x"),
                List.of("send", "--account", "ann", "--password-file", file("empty", ""), "x"),
                List.of("register", "--password-file", file));
        for (List<String> words : wrong) {
            Result result = run(Map.of(), words.toArray(String[]::new));
            assertThat(result.code()).as(words.toString()).isEqualTo(ExitCode.USAGE.number());
            assertThat(result.error()).as(words.toString()).hasLineCount(1).doesNotContain("horse");
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Result run(Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-jar",
                Path.of("..", "chat-client", "target", "chat-client.jar").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CHAT_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        builder.environment().put("CHAT_SERVER", "127.0.0.1:" + server.address().getPort());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output, error);
    }
}
