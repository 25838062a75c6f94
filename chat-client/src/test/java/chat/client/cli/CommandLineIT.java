// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.FakeServer;
import chat.client.console.ExitCode;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a shell starts it. */
class CommandLineIT {

    private static final RoomName LOBBY = new RoomName("#lobby");

    @TempDir
    private Path state;

    private final FakeServer server = new FakeServer();

    private record Result(int code, String output, String error) {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPipeOfLinesIsStored() throws Exception {
        Result result = run("printf 'one\\n\\321\\202\\321\\200\\320\\270\\n' | \"$@\" --server " + server.address());
        assertThat(result.code()).isZero();
        assertThat(server.texts(LOBBY)).containsExactly("one", "три");
        assertThat(result.output()).contains("> три").doesNotContain("\u001b");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void aMessageIsStored() throws Exception {
        Result result = run("\"$@\" send --json --room other --server " + server.address() + " hello world");
        assertThat(result.code()).isZero();
        assertThat(server.texts(new RoomName("#other"))).containsExactly("hello world");
        assertThat(result.output()).startsWith("{\"type\":\"sent\"");
        assertThat(result.error()).isEmpty();
    }

    /** What a script does whose first attempt may have come through or not. */
    @Test
    void whatIsSentUnderAKeyIsStoredOnce() throws Exception {
        String send = "\"$@\" send --json --id deploy-17 --server " + server.address() + " hello";
        Result result = run(send + "; " + send + "; stat -c '%a' \"$XDG_STATE_HOME\"/chat/send/*.proof");
        assertThat(server.texts(LOBBY)).containsExactly("hello");
        assertThat(result.error()).isEmpty();
        assertThat(result.output().lines()).hasSize(3).element(1).asString().contains("\"duplicate\":true");
        assertThat(result.output()).endsWith("600\n");

        server.forgetSenders();
        assertThat(run(send)).satisfies(forgotten -> {
            assertThat(forgotten.code()).isEqualTo(ExitCode.FORGOTTEN.number());
            assertThat(forgotten.error()).hasLineCount(1).contains("--force");
        });
        assertThat(run(send + " --force").code()).isZero();
        assertThat(server.texts(LOBBY)).hasSize(2);
        assertThat(run("\"$@\" send --force x").code()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void aTailIntoAHeadEndsQuietly() throws Exception {
        IntStream.range(0, 5_000).forEach(i -> server.say(LOBBY, "bert", "message number " + i));
        Result result = run("set -o pipefail; \"$@\" tail --last 5000 --server " + server.address() + " | head -n 2");
        assertThat(result.code()).isEqualTo(ExitCode.BROKEN_PIPE.number());
        assertThat(result.output().lines()).hasSize(2);
        assertThat(result.error()).isEmpty();
    }

    @Test
    void theVerbsOfAScriptWorkTogether() throws Exception {
        IntStream.rangeClosed(1, 250).forEach(i -> server.say(LOBBY, "bert", "m" + i));
        Result result = run("export CHAT_SERVER=" + server.address() + "; \"$@\" export lobby | wc -l;"
                + " \"$@\" history --last 1 --json | grep -c '\"m250\"'; \"$@\" tail --since '#250' --no-follow;"
                + " printf 'two\\nlines\\n\\n' | \"$@\" send --whole; \"$@\" rooms");
        assertThat(result.error()).isEmpty();
        assertThat(result.output()).matches("(?s)250\n1\n.*<bert> m250\n#lobby\t.*");
        assertThat(server.texts(LOBBY)).hasSize(251).endsWith("two\nlines");
        assertThat(run("set -o pipefail; \"$@\" export --server " + server.address() + " | head -n 1")
                        .code())
                .isIn(0, ExitCode.BROKEN_PIPE.number());
    }

    @Test
    void aWaitHasACodeForEachOfItsEnds() throws Exception {
        String wait = "\"$@\" wait --server " + server.address() + " --timeout 1s --match ";
        assertThat(run(wait + "x").code()).isEqualTo(ExitCode.TIMED_OUT.number());
        assertThat(run(wait + "'(x'")).satisfies(result -> {
            assertThat(result.code()).isEqualTo(ExitCode.USAGE.number());
            assertThat(result.error())
                    .hasLineCount(1)
                    .contains("'(x' is no regular expression: Unclosed group at character 3");
        });
        assertThat(run("\"$@\" wait --match x").code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("\"$@\" wait --match x --timeout 1m --server 127.0.0.1:1")
                        .code())
                .isEqualTo(ExitCode.UNREACHABLE.number());
    }

    @Test
    void aProfileSaysWhereAndWho() throws Exception {
        profiles(
                "default: home",
                "profiles:",
                "  home: {server: '" + server.address() + "', name: anna, rooms: [den, lair]}",
                "  work: {server: '127.0.0.1:1', account: anna, password-command: [sh, -c, exit 3]}");
        assertThat(run("\"$@\" send one; \"$@\" home send two; \"$@\" send --profile home three; CHAT_NAME=bob \"$@\""
                                + " home --room '#lobby' send four")
                        .error())
                .isEmpty();
        assertThat(server.texts(new RoomName("#den"))).containsExactly("one", "two", "three");
        assertThat(server.texts(LOBBY)).containsExactly("four");
        assertThat(server.received(Command.Hello.class))
                .extracting(Command.Hello::name)
                .containsOnly(new AccountName("anna"));

        assertThat(run("\"$@\" work rooms").error())
                .isEqualTo("chat-client: profile work: sh ended with code 3 (expected: 0) (see chat-client --help)\n");
        assertThat(run("\"$@\" sned").error()).contains("'sned' is no command and no profile", ": home, work)");
        assertThat(run("\"$@\" work --server localhost rooms").code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("\"$@\" work rooms --profile home").code()).isEqualTo(ExitCode.USAGE.number());
    }

    /** Or whoever names another server would send it the password of this one. */
    @Test
    void theDefaultProfileIsForItsOwnServer() throws Exception {
        profiles(
                "default: work",
                "profiles:",
                "  work: {server: '127.0.0.1:1', account: anna, password-command: [echo, correct horse], room: ops}");
        String send = "send hello; \"$@\" --server " + server.address() + " send hello";
        assertThat(run("CHAT_SERVER=" + server.address() + " \"$@\" " + send).error())
                .isEmpty();
        assertThat(server.texts(LOBBY)).containsExactly("hello", "hello");
        assertThat(server.received(Command.Hello.class))
                .extracting(Command.Hello::credentials)
                .containsOnlyNulls();
        assertThat(run("\"$@\" send hello").code()).isEqualTo(ExitCode.UNREACHABLE.number());
    }

    private void profiles(String... lines) throws IOException {
        Path folder = Files.createDirectories(state.resolve("chat"));
        Files.write(folder.resolve("config.yaml"), List.of(lines));
    }

    @Test
    void everyFailureHasItsCodeAndOneLine() throws Exception {
        assertThat(run("\"$@\" send --server 127.0.0.1:1 x")).satisfies(result -> {
            assertThat(result.code()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(result.error()).isEqualTo("chat-client: cannot connect to 127.0.0.1:1: connection refused\n");
        });
        assertThat(run("\"$@\" --name 'a b'").code()).isEqualTo(ExitCode.USAGE.number());
        Result wrong = run("\"$@\" tail --server host:port");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(wrong.error().lines()).hasSize(1);
        server.refuse("no more room");
        assertThat(run("\"$@\" tail --server " + server.address())).satisfies(result -> {
            assertThat(result.code()).isEqualTo(ExitCode.REFUSED.number());
            assertThat(result.error()).isEqualTo("chat-client: the server refused: no more room\n");
        });
    }

    @Test
    void aServerIsChecked() throws Exception {
        String program = "\"$@\" bench --verify --senders 2 --readers 2 --rate 0 --messages 200 --server ";
        assertThat(run(program + server.address() + " --rooms 2")).satisfies(result -> {
            assertThat(result.output()).endsWith("verdict: all promises kept\n");
            assertThat(result.code()).isZero();
            assertThat(result.error()).isEmpty();
        });
        Result json = run(program + server.address() + " --json --room checked --stalled 1");
        assertThat(json.output()).startsWith("{\"verdict\":\"kept\",").contains("\"room\":\"#checked\"");
        assertThat(json.output().lines()).hasSize(1);
        assertThat(run("\"$@\" bench --verify --senders 1 --server 127.0.0.1:1").code())
                .isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run("\"$@\" bench").code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("\"$@\" bench --verify --rooms 101").code()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void whatCannotBeMeasuredIsRefused() throws Exception {
        for (String senseless : List.of(
                "sat11",
                "sat10 --size 10",
                "sat10 --senders 11",
                "sat10 --repeat 0",
                "sat10 --readers 1",
                "sat10 --verify",
                "idle --sources 300",
                "idle --rate 5",
                "sat10 --connections 100",
                "sat10 --messages 5",
                "sat10 --spin",
                "rate100 --outstanding 3",
                "idle --rooms 3 --connections 100",
                "sat10 --admin foo",
                "sat10 --processes 2 --slow 1",
                "resume --processes 2",
                "sat10 --duration 99999999999999h",
                "sat10 --duration 25h",
                "idle --connections 15",
                "idle --connections 0",
                "sat10 --source 192.0.2.1",
                "sat10 --json /",
                "--verify --pid 1",
                "--verify --json file")) {
            Result result = run("\"$@\" bench " + senseless);
            assertThat(result.code()).as(senseless).isEqualTo(ExitCode.USAGE.number());
            assertThat(result.error())
                    .as(senseless)
                    .startsWith("chat-client bench: ")
                    .hasLineCount(1);
        }
        assertThat(run("\"$@\" bench sat10 --connections 100").error())
                .contains("--connections: not with sat10 (expected: only with idle, resume)");
        assertThat(run("\"$@\" bench sat10 --admin foo").error())
                .contains("'foo' is no address of an admin port (expected: such as http://127.0.0.1:9464)");
        Result wrong = run("\"$@\" bench sat10 --quiet --pid $$ --server " + server.address());
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(wrong.output()).contains("does not listen on port");
        Result nobody = run("\"$@\" bench sat10 --quiet --json - --server 127.0.0.1:1");
        assertThat(nobody.code()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(nobody.output()).startsWith("{\"verdict\":\"unreachable\"");
    }

    @Test
    void whoeverSpeaksAnotherProtocolIsTold() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Result result = run("\"$@\" bench sat10 --settle 1s --server 127.0.0.1:" + silent.getLocalPort());
            assertThat(result.code()).isEqualTo(ExitCode.TIMED_OUT.number());
            assertThat(result.error()).contains("connecting: 0 of 10 clients have joined their rooms");
            assertThat(result.output()).contains("nothing came from 127.0.0.1", "is it a chat server?");
        }
    }

    @Test
    void whatWasMeasuredIsDrawn() throws Exception {
        String measurement = "{\\\"members\\\":10,\\\"serverCpuMicrosPerDelivery\\\":1.5}";
        String plot = "\"$@\" bench plot \"$XDG_STATE_HOME\"/cost.svg \"$XDG_STATE_HOME\"/cost.json";
        Result result = run("mkdir -p \"$XDG_STATE_HOME\" && echo \"" + measurement
                + "\" > \"$XDG_STATE_HOME\"/cost.json; " + plot + " && head -c 4 \"$XDG_STATE_HOME\"/cost.svg");
        assertThat(result.error()).isEmpty();
        assertThat(result.output()).isEqualTo("<svg");
        assertThat(run(plot + ".none").code()).isEqualTo(ExitCode.USAGE.number());
        Result overwriting = run("\"$@\" bench plot \"$XDG_STATE_HOME\"/cost.json \"$XDG_STATE_HOME\"/cost.json");
        assertThat(overwriting.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(overwriting.error()).contains("cost.json (expected: a name that ends in .svg");
        assertThat(run("cat \"$XDG_STATE_HOME\"/cost.json").output()).startsWith("{");
    }

    @Test
    void aTextThatTheLocaleMutilatesIsNotSent() throws Exception {
        Result result = run("export LC_ALL=C; \"$@\" send --server " + server.address()
                + " \"$(printf '\\321\\202\\321\\200\\320\\270')\"");
        if (result.code() != 0) {
            assertThat(result.code()).isEqualTo(ExitCode.USAGE.number());
            assertThat(server.texts(LOBBY)).isEmpty();
        } else {
            assertThat(server.texts(LOBBY)).containsExactly("три");
        }
    }

    /** The first file that the JVM opens, a part of the JDK, takes the place of an input that is closed. */
    @Test
    void aClosedInputIsNotSent() throws Exception {
        for (String verb : List.of("send", "send --whole", "")) {
            Result result = run("\"$@\" --server " + server.address() + " " + verb + " <&-");
            assertThat(result.code()).as(verb).isEqualTo(ExitCode.USAGE.number());
            assertThat(result.error()).as(verb).hasLineCount(1).contains("the input is closed");
        }
        assertThat(server.texts(LOBBY)).isEmpty();
        assertThat(run("\"$@\" send --timeout 20s --server " + server.address() + " said <&-")
                        .code())
                .isZero();
        assertThat(server.texts(LOBBY)).containsExactly("said");
    }

    @Test
    void aFullDiskHasItsCodeAndAReason() throws Exception {
        server.say(LOBBY, "bert", "x".repeat(10_000));
        for (String verb :
                List.of("rooms", "history lobby", "export lobby", "tail", "send --json x", "completion fish")) {
            Result result = run("export CHAT_SERVER=" + server.address() + "; exec >/dev/full; \"$@\" " + verb);
            assertThat(result.code()).as(verb).isEqualTo(ExitCode.UNWRITTEN.number());
            assertThat(result.error()).as(verb).contains("chat-client: the output cannot be written: ");
        }
        Result file =
                run("ulimit -f 8; \"$@\" export --out \"$XDG_STATE_HOME\"/lobby.jsonl --server " + server.address());
        assertThat(file.code()).as(file.error()).isEqualTo(ExitCode.UNWRITTEN.number());
        assertThat(file.error()).contains("lobby.jsonl: the output cannot be written: ");
    }

    /** As cron has it, in the folder of whoever has none. */
    @Test
    void withoutATerminalAndMuchOfAnEnvironmentItIsTheSame() throws Exception {
        String bare = "env -i PATH=\"$PATH\" CHAT_SERVER=" + server.address();
        Result result = run(bare + " HOME=\"$XDG_STATE_HOME\"/home \"$@\" send --id 1 --json x < /dev/null && ls -d"
                + " \"$XDG_STATE_HOME\"/home/.local/state/chat/send");
        assertThat(result.error()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(run(bare + " \"$@\" rooms < /dev/null").code()).isZero();
    }

    @Test
    void aSignalEndsItAsItEndsOthers() throws Exception {
        // Whoever runs the tests may ignore it, such as nohup.
        String script = "env --default-signal=HUP \"$@\" tail --last 1 --server " + server.address()
                + " > \"$XDG_STATE_HOME\"/out & until [ -s" + " \"$XDG_STATE_HOME\"/out ]; do sleep 0.05; done; kill -";
        server.say(LOBBY, "bert", "one");
        assertThat(run(script + "TERM $!; wait $!").code()).isEqualTo(143);
        assertThat(run(script + "HUP $!; wait $!").code()).isEqualTo(129);
    }

    @Test
    void aServiceWithoutAnInputGoesOnForItsFifo() throws Exception {
        String fifo = "\"$XDG_STATE_HOME\"/fifo";
        Result result = run(
                "mkfifo " + fifo + "; \"$@\" --fifo " + fifo + " --server " + server.address()
                        + " < /dev/null > \"$XDG_STATE_HOME\"/out & for i in 1 2; do echo \"from a job $i\" > " + fifo
                        + "; until grep -q \"from a job $i\" \"$XDG_STATE_HOME\"/out; do sleep 0.05; done; done; kill $!; wait $!");
        assertThat(result.code()).isEqualTo(143);
        assertThat(server.texts(LOBBY)).containsExactly("from a job 1", "from a job 2");
    }

    @Test
    void aMistypedVerbIsNamedAndNotWhatFollowsIt() throws Exception {
        Result result = run("\"$@\" sned x");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(result.error())
                .contains("'sned' is no command and no profile")
                .doesNotContain("Unmatched");
    }

    /** Runs a script of a shell, in which {@code "$@"} is the program. */
    private Result run(String script) throws Exception {
        List<String> command = new ArrayList<>(Arrays.asList("bash", "-c", script, "bash"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", Path.of("target", "chat-client.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CHAT_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("XDG_STATE_HOME", state.toString());
        builder.environment().put("XDG_CONFIG_HOME", state.toString());
        Process process = builder.redirectInput(ProcessBuilder.Redirect.PIPE).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output, error);
    }
}
