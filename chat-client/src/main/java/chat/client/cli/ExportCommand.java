// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.ChatOptions;
import chat.client.console.Ending;
import chat.client.verb.LogFile;
import chat.client.verb.LogPrint;
import chat.protocol.message.RoomName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints all that a room keeps. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Prints all that a room keeps, up to now, as JSON: one entry a line, as the protocol has them. Goes on"
                        + " where it was when the connection is lost. The exit code is 0 only if all of it was printed.")
final class ExportCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "A new file, instead of standard output. It is there only when it is whole.")
    private @Nullable Path file;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = BenchCommand.DurationConverter.class,
            description =
                    "How long a page may take, such as 500ms, 30s, 5m; with it a server that went away has to come"
                            + " back (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Mixin
    private LogChoice log;

    @Override
    public Integer call() throws InterruptedException {
        Duration patience = AnswerOptions.checked(timeout, spec);
        RoomName of = log.room(main.connection());
        ChatOptions options = main.connection().chat("chat-client export");
        Ending ending = file == null
                ? new LogPrint(options, of, true, patience, new FileOutputStream(FileDescriptor.out)).all()
                : new LogFile(file).write(options, of, patience);
        return main.end(ending);
    }
}
