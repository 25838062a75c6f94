// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.verb.LogPrint;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.RoomName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints what was said. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description =
                "Prints what was said in a room, up to now, and ends. Whatever happens to the connection, each entry"
                        + " is printed once and in order; the exit code is 0 only if all of it was.")
final class HistoryCommand implements Callable<Integer> {

    private static final long LAST = 20;

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions answer;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "How many of the last entries (default: 20, without --since).")
    private @Nullable Long last;

    @Option(
            names = "--since",
            paramLabel = "TIME|#SEQ",
            converter = SinceConverter.class,
            description = "From there on: " + SinceConverter.EXPECTED + ".")
    private @Nullable HistoryRange since;

    @Mixin
    private LogChoice log;

    @Override
    public Integer call() throws InterruptedException {
        if (last != null && since != null) {
            throw new ParameterException(spec.commandLine(), "--last, --since: both (expected: one)");
        }
        if (last != null && last < 0) {
            throw new ParameterException(spec.commandLine(), "--last: " + last + " (expected: >= 0)");
        }
        RoomName of = log.room(main.connection());
        LogPrint print = new LogPrint(
                main.connection().chat("chat-client history"),
                of,
                answer.json(),
                answer.timeout(),
                new FileOutputStream(FileDescriptor.out));
        return main.end(since == null ? print.last(last == null ? LAST : last) : print.from(since));
    }
}
