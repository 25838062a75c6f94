// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.audit.AuditLog;
import chat.server.store.StoreException;
import chat.server.store.sqlite.SqliteAuditReader;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints the audit log, as a process beside the server. */
@Command(
        name = "audit",
        description = "Prints what was done about accounts, rooms and addresses: when, by whom and from where, what, to"
                + " whom, and why. The server may be running.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was printed",
            "1:the database or the output failed",
            "2:wrong configuration or command line",
            "141:nobody reads the output any more"
        })
final class AuditCommand implements Callable<Integer> {

    /** As a shell has it for a program that SIGPIPE ended. */
    private static final int BROKEN_PIPE = 141;

    private static final int BUFFER_BYTES = 64 * 1024;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = ExportCommand.TimeConverter.class,
            description = "All that was done then or later, such as 2026-11-01 or 2026-11-01T08:00:00Z (UTC).")
    private @Nullable Instant since;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "100",
            description = "Without --since: the newest N (default: ${DEFAULT-VALUE}).")
    private int last;

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (last < 1 || last > AuditLog.MAX_PAGE) {
            throw new ParameterException(
                    spec.commandLine(), "--last: " + last + " (expected: 1 to " + AuditLog.MAX_PAGE + ")");
        }
        SqliteAuditReader reader = new SqliteAuditReader(main.dataFolder("print"));
        // The bytes go past the encoding of the terminal.
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
        SqliteAuditReader.Sink sink = record -> {
            String line = json ? AuditLines.json(record) : AuditLines.text(record);
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        };
        try {
            if (since == null) {
                reader.newest(last, sink);
            } else {
                reader.since(since.toEpochMilli(), sink);
            }
            out.flush();
            return 0;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return BROKEN_PIPE;
            }
            throw new StoreException("the records cannot be written (" + e + ")", e);
        }
    }
}
