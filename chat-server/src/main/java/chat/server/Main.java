// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Starts the server from the command line. */
@Command(
        name = "chat-server",
        description = "Serves chat rooms to its clients.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        System.out.println(Version.line());
    }

    /** Says which build this is. */
    static final class Version implements IVersionProvider {

        static String line() {
            // Only a jar's manifest knows the version: classes run from a directory have none.
            String version = Main.class.getPackage().getImplementationVersion();
            return "chat-server " + (version == null ? "(development)" : version);
        }

        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }
    }
}
