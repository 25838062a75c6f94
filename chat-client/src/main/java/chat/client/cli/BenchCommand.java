// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.client.console.LineOutput;
import chat.client.load.Bench;
import chat.client.load.BenchPlan;
import chat.client.load.BenchReport;
import chat.client.load.ReportJson;
import chat.client.load.ReportText;
import chat.protocol.line.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Checks the promises of a server under load. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Sends numbered messages from many clients and checks what the server promises: that no acknowledged message is"
                    + " lost, none is doubled, everybody sees one order, and nothing is left out without a gap that says"
                    + " so; at every client while it runs, and in the log afterwards.",
            "",
            "The server may go away and come back meanwhile: clients come back by themselves, resume where they were and"
                    + " send again what was not acknowledged, under the same ids. Every 50th message is sent twice on"
                    + " purpose.",
            "",
            "Exit code 0: all promises kept. 1: one is broken, and the first cases are told. 3: the server was not there to the"
                    + " end, 4: it refused a client, 5: it acknowledged nothing; then nothing broken was seen, and nothing"
                    + " is proved.",
            "",
            "Rooms of its own are made unless --room names one. Rate limits of the server are obeyed (limits.all=off"
                    + " lifts them). A store that keeps only so many entries answers for those only; the report says"
                    + " how many were too old to compare.",
            ""
        })
final class BenchCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verify",
            description = "Check the promises; the one thing that bench does so far, so it must be given.")
    private boolean verify;

    @Option(
            names = "--senders",
            paramLabel = "N",
            defaultValue = "10",
            description = "Clients that send, and read as well (default: ${DEFAULT-VALUE}).")
    private int senders;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "10",
            description = "Clients that only read (default: ${DEFAULT-VALUE}).")
    private int readers;

    @Option(
            names = "--stalled",
            paramLabel = "N",
            defaultValue = "0",
            description = "More clients that only read, and stop reading from their sockets for up to three seconds now"
                    + " and then (default: ${DEFAULT-VALUE}).")
    private int stalled;

    @Option(
            names = "--rooms",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rooms; every client follows all of them, up to 100 (default: ${DEFAULT-VALUE}).")
    private int rooms;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "How many messages to send in all; without --duration, however long that takes.")
    private @Nullable Long messages;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to send, such as 500ms, 30s, 5m (default: 10s).")
    private @Nullable Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Messages a second of each sender; 0 for as fast as they are acknowledged (default:"
                    + " ${DEFAULT-VALUE}). Latency counts from when a message was due.")
    private double rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "100",
            description = "About how long a text is (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            defaultValue = "16",
            description = "Messages of a sender that may be unacknowledged (default: ${DEFAULT-VALUE}).")
    private int outstanding;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "After the sending, how long to wait for the server, or for the next of what is still to be"
                    + " acknowledged and delivered (default: ${DEFAULT-VALUE}).")
    private Duration settle;

    @Option(
            names = "--silence",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Without any sign of life for so long, a connection is given up (default: ${DEFAULT-VALUE}).")
    private Duration silence;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Option(names = "--quiet", description = "Tell nothing while it runs.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        if (!verify) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "nothing to do without --verify (expected: bench --verify)");
        }
        AtomicBoolean unread = new AtomicBoolean();
        LineOutput out = new LineOutput(new FileOutputStream(FileDescriptor.out), () -> unread.set(true));
        BenchReport report = Bench.run(plan(), progress());
        if (json) {
            out.lines(List.of(ReportJson.line(report)));
        } else {
            out.lines(ReportText.lines(report).stream().map(Visible::of).toList());
        }
        ExitCode code = codeOf(report.verdict());
        return code == ExitCode.OK && unread.get() ? ExitCode.BROKEN_PIPE.number() : main.end(new Ending(code, null));
    }

    private static ExitCode codeOf(BenchReport.Verdict verdict) {
        return switch (verdict) {
            case KEPT -> ExitCode.OK;
            case BROKEN -> ExitCode.BROKEN_PROMISE;
            case ABSENT, UNREACHABLE -> ExitCode.UNREACHABLE;
            case REFUSED -> ExitCode.REFUSED;
            case UNANSWERED -> ExitCode.TIMED_OUT;
        };
    }

    private BenchPlan plan() {
        Duration sending = duration != null ? duration : Duration.ofSeconds(10);
        try {
            return new BenchPlan(
                    main.connection().server(),
                    isGiven("--room") ? main.connection().room() : null,
                    senders,
                    readers,
                    stalled,
                    rooms,
                    messages != null ? messages : Long.MAX_VALUE,
                    messages != null && duration == null ? BenchPlan.UNLIMITED : sending,
                    rate,
                    size,
                    outstanding,
                    settle,
                    silence);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    /** Whether an option was on the command line, here or before the name of this command. */
    private boolean isGiven(String option) {
        CommandLine.ParseResult here = spec.commandLine().getParseResult();
        CommandLine.ParseResult above = spec.commandLine().getParent().getParseResult();
        return here.hasMatchedOption(option) || above.hasMatchedOption(option);
    }

    private Consumer<String> progress() {
        if (quiet || json || !Main.hasTerminal()) {
            return line -> {};
        }
        LineOutput err = new LineOutput(new FileOutputStream(FileDescriptor.err), () -> {});
        return line -> err.lines(List.of(line));
    }

    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            String digits = value.replaceFirst("[a-z]*$", "");
            String unit = value.substring(digits.length());
            try {
                long number = Long.parseLong(digits);
                return switch (unit) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s", "" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> throw new TypeConversionException("'" + value + "' (expected: 500ms, 30s, 5m or 1h)");
                };
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' (expected: 500ms, 30s, 5m or 1h)");
            }
        }
    }
}
