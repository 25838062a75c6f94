// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.ConsoleSetup;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.client.console.LinearConsole;
import chat.client.console.PipedConsole;
import chat.client.console.WindowConsole;
import chat.protocol.line.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The terminal client: without a sub-command, the console. */
@Command(
        name = "chat-client",
        description =
                "Talks to a chat server. Without a command it opens the console: in a terminal to type in, in a pipe"
                        + " to read lines and print lines.",
        footer = {
            "",
            "A console in a terminal keeps, for each server and name or account, where you were in each room, what proves who you"
                    + " are, what you were typing and typed last, and what the server has not acknowledged, so that the"
                    + " next one shows what was missed and sends again what is left; of two at once under one name, the first. `send --id` keeps what"
                    + " proves who sent. All of it lies in $XDG_STATE_HOME/chat, or ~/.local/state/chat, where only"
                    + " you can read it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--fifo",
            paramLabel = "PATH",
            description = "A FIFO (see mkfifo) to read further lines from; each is said as it is, commands are not"
                    + " carried out.")
    private @Nullable Path fifo;

    @Option(
            names = "--linear",
            description = "Plain lines, one below the other, and nothing painted again: for screen readers and slow"
                    + " lines. So it is by itself where TERM is dumb.")
    private boolean linear;

    @Mixin
    private WindowOptions window;

    /**
     * Runs the command and ends the process with its exit code, see {@link ExitCode}.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // Events for the flight recorder: loading it takes Netty a third of a second, and nobody records a chat client.
        System.setProperty("io.netty.jfr.enabled", "false");
        // Part of the names of connections in Netty's log: looking for one of the machine's own warns where there is no
        // network.
        System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
        System.exit(commandLine(Verb.in(args)).execute(args));
    }

    /** The command line with all verbs, ready to be executed. */
    static CommandLine commandLine() {
        return commandLine(EnumSet.allOf(Verb.class));
    }

    private static CommandLine commandLine(Set<Verb> verbs) {
        CommandLine commandLine = new CommandLine(new Main());
        verbs.forEach(verb -> commandLine.addSubcommand(verb.command()));
        // What is said may begin with an @, and comes from others where a script passes it on: never read a file for
        // it.
        commandLine.setExpandAtFiles(false);
        Map<String, String> exitCodes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            exitCodes.merge(Integer.toString(code.number()), code.meaning(), (one, other) -> one + "; or " + other);
        }
        commandLine
                .getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes);
        commandLine.setParameterExceptionHandler((failure, arguments) -> {
            CommandLine command = failure.getCommandLine();
            String name = command.getCommandSpec().qualifiedName();
            command.getErr().println(name + ": " + reason(failure) + " (see " + name + " --help)");
            return ExitCode.USAGE.number();
        });
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> fault(failure));
        return commandLine;
    }

    /** Of a word too many the first one is to blame, if it is neither a verb nor a profile. */
    private static @Nullable String reason(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException && command.getCommand() instanceof Main main) {
            String unknown = main.connection.unknownWord();
            return unknown == null ? failure.getMessage() : unknown;
        }
        return failure.getMessage();
    }

    @Override
    public Integer call() throws IOException {
        ConsoleSetup setup = new ConsoleSetup(
                connection.chat("chat-client console"), connection.rooms(), fifo, ConnectionOptions.state());
        try {
            if (!hasKeyboard() && StandardInput.isClosed()) {
                return end(new Ending(ExitCode.USAGE, StandardInput.CLOSED));
            }
            if (linear || (hasKeyboard() && !hasScreen())) {
                ErrorLog.silence();
                return end(new LinearConsole(setup, System.in, hasKeyboard(), new FileOutputStream(FileDescriptor.out))
                        .run());
            }
            if (!hasKeyboard()) {
                return end(new PipedConsole(
                                setup,
                                System.in,
                                new FileOutputStream(FileDescriptor.out),
                                new FileOutputStream(FileDescriptor.err),
                                PATIENCE)
                        .run());
            }
            ErrorLog.silence();
            return end(new WindowConsole(setup, window.look(System.getenv())).run());
        } catch (IOException e) {
            return end(new Ending(ExitCode.USAGE, e.getMessage()));
        }
    }

    /** Whether a person types and reads. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasKeyboard() {
        // Since JDK 22 there is a console without a terminal too, unless told otherwise.
        System.setProperty("jdk.console", "java.base");
        return System.console() != null;
    }

    /** Whether the terminal can move its cursor; a dumb one can only show lines. */
    private static boolean hasScreen() {
        String type = System.getenv().getOrDefault("TERM", "dumb");
        return !type.isEmpty() && !type.equals("dumb");
    }

    /** Whether progress can be shown on one line: a person reads, in a terminal that can move its cursor. */
    static boolean hasTerminal() {
        return hasKeyboard() && hasScreen();
    }

    ConnectionOptions connection() {
        return connection;
    }

    /** Tells a person how it ended, and returns the number for whoever started the program. */
    int end(Ending ending) {
        String reason = ending.reason();
        if (reason != null) {
            print(reason + hint(ending.code()));
        }
        return ending.code().number();
    }

    private static void print(String reason) {
        // In UTF-8, whatever the locale says, as everything else that is printed.
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        err.println("chat-client: " + Visible.of(reason));
    }

    private String hint(ExitCode code) {
        return code == ExitCode.SIGN_IN && connection.signIn().isGuest()
                ? "; sign in with --account NAME, or --token-file FILE"
                : "";
    }

    private static int fault(Exception failure) {
        LoggerFactory.getLogger(Main.class).error("a fault of this program", failure);
        if (ErrorLog.isSilent()) {
            print("a fault of this program: " + failure);
        }
        return ExitCode.FAULT.number();
    }

    /** Says which build this is. */
    static final class Version implements IVersionProvider {

        static String line() {
            // Only a jar's manifest knows the version: classes run from a directory have none.
            String version = Main.class.getPackage().getImplementationVersion();
            return "chat-client " + (version == null ? "(development)" : version);
        }

        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }
    }
}
