// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.Delivery;
import chat.client.console.Ending;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Sends a message, or each line of the input as one. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends messages to a room and ends when the server has stored them.")
final class SendCommand implements Callable<Integer> {

    private static final char REPLACEMENT = '\uFFFD';

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the server's answer to each message, one JSON object a line.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long the server may take (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "The message, its words joined by spaces. Without one, or as -, each line of the input is a"
                    + " message.")
    private List<String> words = List.of();

    @Override
    public Integer call() {
        String text = String.join(" ", words);
        if (timeoutSeconds < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--timeout: " + timeoutSeconds + " (expected: > 0)");
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            // Java has lost the characters before this program began; better nothing than a mutilated message.
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "the text has characters that the locale does not know (set LC_ALL=C.UTF-8, or pipe the text in)");
        }
        Delivery delivery = new Delivery(
                main.connection().chat("chat-client send"),
                main.connection().room(),
                json,
                Duration.ofSeconds(timeoutSeconds),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        boolean fromInput = words.isEmpty() || words.equals(List.of("-"));
        Ending ending = fromInput ? delivery.sendLines(System.in) : delivery.send(text);
        return main.end(ending);
    }
}
