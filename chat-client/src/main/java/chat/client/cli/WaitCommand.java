// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.verb.AwaitedMessage;
import chat.client.verb.MessagePattern;
import chat.protocol.message.AccountName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Waits until something is said. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description =
                "Waits until a message that matches is said in a room, prints it and ends with code 0. Says on standard"
                        + " error when it has begun: what was stored after that counts, also through lost connections.")
final class WaitCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--match",
            paramLabel = "REGEX",
            required = true,
            converter = PatternConverter.class,
            description =
                    "A regular expression of Java, to be found anywhere in the message; (?i) at its beginning ignores"
                            + " case. (?s)^all of it$ matches whole messages.")
    private MessagePattern match;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            required = true,
            converter = BenchCommand.DurationConverter.class,
            description = "How long to wait at the most, such as 90s, 10m, 2h; then the exit code is 5.")
    private Duration timeout;

    @Option(
            names = "--from",
            paramLabel = "NAME",
            converter = ConnectionOptions.NameConverter.class,
            description = "Only what this one says. Anybody can use a name that is no account's.")
    private @Nullable AccountName from;

    @Option(names = "--json", description = "Print the message as the protocol has it, a JSON object.")
    private boolean json;

    @Option(
            names = "--with",
            paramLabel = "NAME",
            converter = ConnectionOptions.NameConverter.class,
            description =
                    "Wait in what you and this account say to each other alone, instead of a room. With --account.")
    private @Nullable AccountName with;

    @Override
    public Integer call() throws InterruptedException {
        Duration patience = AnswerOptions.checked(timeout, spec);
        return main.end(new AwaitedMessage(
                        main.connection().chat("chat-client wait"),
                        main.connection().room("--with", with),
                        match,
                        from,
                        json,
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err))
                .run(patience));
    }

    static final class PatternConverter implements ITypeConverter<MessagePattern> {
        @Override
        public MessagePattern convert(String value) {
            try {
                return new MessagePattern(value);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException("'" + value + "' is no regular expression: " + e.getDescription()
                        + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)));
            }
        }
    }
}
