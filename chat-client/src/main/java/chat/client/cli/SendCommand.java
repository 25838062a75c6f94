// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.ChatOptions;
import chat.client.console.Delivery;
import chat.client.console.InputLines;
import chat.client.state.KeyedSender;
import chat.protocol.message.AccountName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = BenchCommand.DurationConverter.class,
            description = "How long the server may take, such as 10s, 5m; with it one that went away has to come back"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--id",
            paramLabel = "KEY",
            description =
                    "A key of your own for this message, or for this input: sending it again under the same key, to the"
                            + " same room from the same account of this machine, with --server spelled the same way, stores it"
                            + " once. What the server has already is"
                            + " not stored again, even if the text is another one now; with --json its answer says"
                            + " \"duplicate\":true. Each line of the input counts by its number. Good for 7 days; after that it"
                            + " ends with code 7, and after 30 days the key counts as a new one. Of two that run at once under one key, the later one goes on.")
    private @Nullable String key;

    @Option(
            names = "--force",
            description =
                    "With --id: forget that there was an attempt under this key, and send as if it were a new one.")
    private boolean force;

    @Option(
            names = "--to",
            paramLabel = "NAME",
            converter = ConnectionOptions.NameConverter.class,
            description = "Send to this account alone, instead of to a room. With --account.")
    private @Nullable AccountName to;

    @Option(
            names = "--whole",
            description = "Send all of the input as one message, with its lines, but for line ends at its end.")
    private boolean whole;

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "The message, its words joined by spaces. Without one, or as -, each line of the input is a"
                    + " message. Each leaves when the one before it is stored, so that they keep their order.")
    private List<String> words = List.of();

    @Override
    public Integer call() throws IOException {
        String text = String.join(" ", words);
        checkKey();
        Duration patience = AnswerOptions.checked(timeout, spec);
        if (whole && !words.isEmpty() && !words.equals(List.of("-"))) {
            throw wrong("--whole: is for the input (expected: no text)");
        }
        if (text.indexOf(REPLACEMENT) >= 0) {
            // Java has lost the characters before this program began; better nothing than a mutilated message.
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "the text has characters that the locale does not know (set LC_ALL=C.UTF-8, or pipe the text in)");
        }
        boolean fromInput = words.isEmpty() || words.equals(List.of("-"));
        if (fromInput && StandardInput.isClosed()) {
            throw wrong(StandardInput.CLOSED);
        }
        String message = fromInput && whole ? wholeInput() : text;
        ChatOptions options = main.connection().chat("chat-client send");
        Delivery delivery = new Delivery(
                options,
                key == null ? null : sender(options, key),
                main.connection().room("--to", to),
                json,
                patience,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        return main.end(fromInput && !whole ? delivery.sendLines(System.in) : delivery.send(message));
    }

    private String wholeInput() throws IOException {
        byte[] input = System.in.readNBytes(InputLines.MAX_BYTES + 1);
        if (input.length > InputLines.MAX_BYTES) {
            throw wrong("--whole: the input has more than " + InputLines.MAX_BYTES + " bytes (expected: one message)");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(input))
                    .toString()
                    .replaceFirst("[\\r\\n]+$", "");
            if (text.isBlank()) {
                throw wrong("--whole: the input is empty (expected: a message)");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw wrong("--whole: the input is not in UTF-8");
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private void checkKey() {
        if (key == null && force) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--force: nothing to force (expected: --id KEY)");
        }
        if (key != null && (key.isEmpty() || key.indexOf(REPLACEMENT) >= 0)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--id: '" + key + "' (expected: a key, in characters that the locale knows)");
        }
    }

    private KeyedSender sender(ChatOptions options, String named) throws IOException {
        KeyedSender sender = new KeyedSender(
                ConnectionOptions.state(),
                options.servers().get(0),
                options.credentials(),
                main.connection().room("--to", to),
                named,
                Clock.systemUTC());
        if (force) {
            sender.forget();
        }
        return sender;
    }
}
