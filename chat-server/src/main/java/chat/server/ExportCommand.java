// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.store.StoreException;
import chat.server.store.sqlite.OwnerOnly;
import chat.server.store.sqlite.SqliteExport;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Prints what rooms hold, as a process beside the server. */
@Command(
        name = "export",
        description = "Prints entries as JSON, one a line and as the protocol shows them, while the server runs.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was printed",
            "1:the database or the output failed, or there is no such room",
            "2:wrong configuration or command line",
            "141:nobody reads the output any more"
        })
final class ExportCommand implements Callable<Integer> {

    /** As a shell has it for a program that SIGPIPE ended. */
    private static final int BROKEN_PIPE = 141;

    private static final int FAILED = 1;
    private static final int BUFFER_BYTES = 64 * 1024;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            converter = RoomConverter.class,
            description = "One room, such as '#ops'; without it all of them, one after the other.")
    private @Nullable RoomName room;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "What was said then or later, such as 2026-11-01 or 2026-11-01T08:00:00Z (UTC).")
    private Instant since = Instant.EPOCH;

    @Option(names = "--out", paramLabel = "FILE", description = "A new file, instead of standard output.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
        SqliteExport export = new SqliteExport(main.dataFolder("export"));
        try {
            SqliteExport.Summary summary = file == null ? toStandardOutput(export) : toFile(export, file);
            tell("exported " + summary.entries() + " entries of " + summary.rooms() + " rooms"
                    + (summary.trimmed() ? "; others left the log meanwhile" : ""));
            return 0;
        } catch (FileAlreadyExistsException e) {
            tell("--out: " + file + " exists (expected: a new file)");
            return FAILED;
        } catch (IOException e) {
            if (file == null && String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return BROKEN_PIPE;
            }
            throw new StoreException("the export cannot be written (" + e + ")", e);
        }
    }

    /** The bytes go past the encoding of the terminal: JSON is UTF-8. */
    private SqliteExport.Summary toStandardOutput(SqliteExport export) throws IOException {
        return write(export, new FileOutputStream(FileDescriptor.out));
    }

    private SqliteExport.Summary toFile(SqliteExport export, Path target) throws IOException {
        boolean complete = false;
        try (OutputStream out = Files.newOutputStream(OwnerOnly.create(target), StandardOpenOption.WRITE)) {
            SqliteExport.Summary summary = write(export, out);
            complete = true;
            return summary;
        } catch (FileAlreadyExistsException e) {
            // Somebody else's.
            complete = true;
            throw e;
        } finally {
            if (!complete) {
                Files.deleteIfExists(target);
            }
        }
    }

    private SqliteExport.Summary write(SqliteExport export, OutputStream to) throws IOException {
        OutputStream out = new BufferedOutputStream(to, BUFFER_BYTES);
        SqliteExport.Summary summary = export.read(room, since.toEpochMilli(), new JsonLines(out));
        out.flush();
        return summary;
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** A room's name in any case. */
    static final class RoomConverter implements ITypeConverter<RoomName> {
        @Override
        public RoomName convert(String text) {
            try {
                return new RoomName(text);
            } catch (RejectedException e) {
                throw new TypeConversionException(e.reason());
            }
        }
    }

    /** A time or a day, both UTC. */
    static final class TimeConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.contains("T")
                        ? Instant.parse(text)
                        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(text + " (expected: 2026-11-01 or 2026-11-01T08:00:00Z)");
            }
        }
    }
}
