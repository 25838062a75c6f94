// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What shells are given to complete command lines, as a shell has it. Only bash is sure to be there; the build installs the others for nobody, and says where they are missing. */
class CompletionIT {

    @TempDir
    private Path folder;

    @Test
    void bashCompletesWhatWasTyped() throws Exception {
        assertThat(run("\"$@\" completion bash | bash -n")).isEmpty();
        String script = "eval \"$(\"$@\" completion bash)\"; compopt() { :; };"
                + " typed() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _complete_chat-client;"
                + " echo \"${COMPREPLY[@]}\"; };"
                + " complete -p chat-client | grep -c _complete_chat-client;"
                + " typed chat-client hist; typed chat-client wait --ma; typed chat-client wait --json --prof;"
                + " typed chat-client completion fi; typed chat-client bench pl;"
                + " typed chat-client --color al; typed chat-client tail --no-f; typed chat-client wo;"
                + " typed chat-client tail --profile wo";
        assertThat(run(script))
                .containsExactly(
                        "1",
                        "history",
                        "--match",
                        "--profile",
                        "fish",
                        "plot",
                        "always",
                        "--no-follow",
                        "work",
                        "work");
    }

    /** Zsh reads the same script: it must set up zsh for it, or it would stop at the first line. */
    @Test
    void zshIsGivenItsOwnBeginning() throws Exception {
        assertThat(String.join("\n", run("\"$@\" completion zsh"))).contains("$ZSH_VERSION", "bashcompinit");
        parse("zsh");
    }

    @Test
    void zshCompletesWhatWasTyped() throws Exception {
        if (!isThere("zsh")) {
            return;
        }
        assertThat(run("\"$@\" completion zsh > target/completion.zsh; zsh -f src/test/resources/complete.zsh"
                        + " target/completion.zsh hist 'wait --ma' 'completion fi' wo 'tail --profile wo' 'work hist'"))
                .containsExactly(
                        "history", "wait --match", "completion fish", "work", "tail --profile work", "work history");
    }

    @Test
    void fishCompletesWhatWasTyped() throws Exception {
        if (!isThere("fish")) {
            return;
        }
        String typed = String.join(
                "; ",
                List.of(
                                "hist",
                                "wait --ma",
                                "completion fi",
                                "bench pl",
                                "tail --no-f",
                                "wo",
                                "work hist",
                                "tail --profile wo",
                                "--color al")
                        .stream()
                        .map(line -> "complete -C \"chat-client " + line + "\" | string split -f1 \\t")
                        .toList());
        assertThat(run("\"$@\" completion fish > target/completion.fish; fish --no-config -c 'source"
                        + " target/completion.fish; " + typed + "'"))
                .containsExactly(
                        "history", "--match", "fish", "plot", "--no-follow", "work", "history", "work", "always");
    }

    @Test
    void fishIsToldEveryCommandAndOption() throws Exception {
        List<String> lines = run("\"$@\" completion fish");
        parse("fish");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("complete "))
                .allMatch(line -> line.matches(
                        "complete -c chat-client( -f|( -n '[a-z_; -]+')?( (-[ls] [A-Za-z-]+|-a ([a-z]+|'[(a-z_)]+')))+( -x| -r -F)?"
                                + "( -a '[a-z0-9_() ]+')?"
                                + " -d '([^'\\\\]|\\\\['\\\\])*')"));
        Set<String> offered = lines.stream()
                .filter(line -> line.startsWith("complete "))
                .flatMap(line -> Arrays.stream(line.split(" (?=-[a-z] )")))
                .filter(word -> word.startsWith("-l ") || word.startsWith("-a "))
                .map(word -> word.substring(3).split(" ")[0])
                .filter(word -> !word.startsWith("'"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = new TreeSet<>();
        collect(Main.commandLine(), all);
        assertThat(offered).isEqualTo(all);
    }

    private static void collect(CommandLine command, Set<String> all) {
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> {
                    all.add(option.longestName().substring(2));
                    if (option.negatable()) {
                        all.add("no-" + option.longestName().substring(2));
                    }
                });
        command.getSubcommands().forEach((name, subcommand) -> {
            all.add(name);
            collect(subcommand, all);
        });
    }

    /** Has a shell read its script without running it, where there is that shell. */
    private void parse(String shell) throws Exception {
        if (isThere(shell)) {
            assertThat(run("\"$@\" completion " + shell + " > target/completion." + shell + " && " + shell
                            + " -n target/completion." + shell))
                    .isEmpty();
        }
    }

    private static boolean isThere(String shell) {
        boolean there = Files.isExecutable(Path.of("/usr/bin", shell));
        if (!there) {
            System.err.println("There is no " + shell + ": its completions are only looked at, not tried.");
        }
        return there;
    }

    /** Runs a script of bash, in which {@code "$@"} is the program. */
    private List<String> run(String script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Arrays.asList("bash", "-c", script, "bash"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", Path.of("target", "chat-client.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        Path config = Files.createDirectories(folder.resolve("chat")).resolve("config.yaml");
        Files.write(
                config,
                List.of(
                        "default: home",
                        "profiles:",
                        "  # old:",
                        "  home:",
                        "    server: wrong",
                        "  work: {server: here}",
                        "after:",
                        "  wolf: {}"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.lines().toList();
    }
}
