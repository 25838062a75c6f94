// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.Tail;
import chat.protocol.message.AccountName;
import chat.protocol.message.HistoryRange;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints what is said in a room. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Prints what was said last in a room, and what is said from now on.")
final class TailCommand implements Callable<Integer> {

    private static final int LAST = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "How many of the last entries to begin with (default: 20, without --since).")
    private @Nullable Integer last;

    @Option(
            names = "--since",
            paramLabel = "TIME|#SEQ",
            converter = SinceConverter.class,
            description = "Where to begin: " + SinceConverter.EXPECTED + ".")
    private @Nullable HistoryRange since;

    @Option(
            names = "--follow",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to go on with what is said from now on (default: --follow).")
    private boolean follow;

    @Option(names = "--json", description = "Print the entries as the protocol has them, one JSON object a line.")
    private boolean json;

    @Option(
            names = "--with",
            paramLabel = "NAME",
            converter = ConnectionOptions.NameConverter.class,
            description = "Print what you and this account say to each other alone, instead of a room. With --account.")
    private @Nullable AccountName with;

    @Override
    public Integer call() throws InterruptedException {
        if (last != null && since != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--last, --since: both (expected: one)");
        }
        if (last != null && last < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--last: " + last + " (expected: >= 0)");
        }
        Tail tail = new Tail(
                main.connection().chat("chat-client tail"),
                main.connection().room("--with", with),
                last == null ? LAST : last,
                since,
                follow,
                json,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        return main.end(tail.run(PATIENCE));
    }
}
