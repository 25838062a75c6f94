// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.line.Visible;
import chat.server.config.DurationText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Keeps addresses out, whether the server is running or not. */
@Command(
        name = "ban",
        description = "Bans addresses from the server, ends and lists such bans, whether the server is running or not.")
final class BanCommand {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    /** Something done with bans. */
    @FunctionalInterface
    private interface Work {
        void on(OperatorDesk desk);
    }

    @Command(name = "list", description = "Lists the bans that hold: range, until when, since when, why.")
    int list() throws Exception {
        return with(desk -> desk.bans().forEach(this::say));
    }

    @Command(name = "add", description = "Lets nobody in from some addresses, and ends the connections from there.")
    int add(
            @Parameters(paramLabel = "RANGE", description = "Such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.")
                    String range,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            converter = PeriodConverter.class,
                            description = "How long, such as 30m, 12h or 7d; without it, for ever.")
                    @Nullable
                    Duration period,
            @Option(names = "--reason", defaultValue = "", description = "Why, for the audit log.") String reason)
            throws Exception {
        Long until = period == null ? null : Instant.now().plus(period).toEpochMilli();
        return with(desk -> desk.ban(range, until, reason));
    }

    @Command(name = "remove", description = "Ends the ban of a range, written as it was added.")
    int remove(@Parameters(paramLabel = "RANGE") String range) throws Exception {
        return with(desk -> desk.unban(range));
    }

    private int with(Work work) throws Exception {
        try (OperatorDesk desk = main.desk("change")) {
            work.on(desk);
        } finally {
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private void say(OperatorDesk.BanLine ban) {
        spec.commandLine()
                .getOut()
                .println(ban.range() + "\t" + (ban.until().isEmpty() ? "for ever" : ban.until()) + "\t" + ban.created()
                        + "\t" + Visible.of(ban.reason()));
    }

    /** A time such as {@code 7d}. */
    static final class PeriodConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration period = DurationText.parse(text);
                if (!period.isZero()) {
                    return period;
                }
            } catch (IllegalArgumentException e) {
                // As one that is not positive.
            }
            throw new TypeConversionException(text + " (expected: such as 30m, 12h or 7d)");
        }
    }
}
