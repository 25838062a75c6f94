// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.Ending;
import chat.client.console.LineOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete command lines; made of the commands themselves, so that it is never behind them. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script with which a shell completes commands and options.")
final class CompletionCommand implements Callable<Integer> {

    private static final String PROGRAM = "chat-client";

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "of which shell? (expected: bash, zsh or fish)");
    }

    @Command(
            name = "bash",
            mixinStandardHelpOptions = true,
            description = "For bash: source <(chat-client completion bash)")
    int bash() {
        return print(List.of(new BashCompletion(PROGRAM).of(spec.root().commandLine())));
    }

    /** The script for bash loads what it needs in zsh, too. */
    @Command(
            name = "zsh",
            mixinStandardHelpOptions = true,
            description = "For zsh: source <(chat-client completion zsh)")
    int zsh() {
        return bash();
    }

    @Command(
            name = "fish",
            mixinStandardHelpOptions = true,
            description = "For fish: chat-client completion fish | source")
    int fish() {
        return print(new FishCompletion(PROGRAM).of(spec.root()));
    }

    private int print(List<String> lines) {
        Ending.Watch watch = new Ending.Watch(false);
        new LineOutput(new FileOutputStream(FileDescriptor.out), watch.ending()::complete).lines(lines);
        return main.end(watch.ending().getNow(Ending.OK));
    }
}
