// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.store.sqlite.DatabaseContents;
import chat.server.store.sqlite.SqliteBackup;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Writes a back-up, as a process beside the server. */
@Command(
        name = "backup",
        description = "Writes all that is kept to FILE, while the server runs. Not part of it: resume.key, with which"
                + " clients prove who they were.")
final class BackupCommand implements Callable<Integer> {

    private static final int MEBIBYTE = 1 << 20;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "FILE", description = "The back-up, in a folder that exists.")
    private Path file;

    @Option(names = "--force", description = "Replaces FILE if it exists, when the new one is whole.")
    private boolean force;

    @Override
    public Integer call() throws Exception {
        SqliteBackup backup = new SqliteBackup(main.dataFolder("back up"));
        long started = System.nanoTime();
        DatabaseContents contents = backup.write(file, force);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "backed up %s to %s in %.1f s%n",
                        inWords(contents),
                        file,
                        (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1));
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** One line for the operator. */
    static String inWords(DatabaseContents contents) {
        return String.format(
                Locale.ROOT,
                "%d messages in %d rooms (%.1f MiB)",
                contents.messages(),
                contents.rooms(),
                contents.bytes() / (double) MEBIBYTE);
    }
}
