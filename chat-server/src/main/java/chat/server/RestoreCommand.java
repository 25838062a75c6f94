// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.store.sqlite.SqliteRestore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Puts a back-up in the place of the database. */
@Command(
        name = "restore",
        description =
                "Makes FILE, which backup has written, the database in store.path; the server must be stopped. The"
                        + " database that is there is set aside, and every client is told that its place in a room is not known.")
final class RestoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "FILE", description = "The back-up; it stays as it is.")
    private Path file;

    @Override
    public Integer call() throws Exception {
        SqliteRestore.Done done = new SqliteRestore(main.dataFolder("restore")).from(file);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "restored " + BackupCommand.inWords(done.contents()) + " from " + file + "; all rooms have new epochs");
        if (done.aside() != null) {
            out.println("the database that was there is now " + done.aside());
        }
        out.flush();
        return 0;
    }
}
