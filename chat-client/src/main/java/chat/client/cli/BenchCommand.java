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
import chat.client.load.speed.Companion;
import chat.client.load.speed.SpeedPlan;
import chat.client.load.speed.Workload;
import chat.protocol.line.Visible;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Checks the promises of a server under load. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = PlotCommand.class,
        description = {
            "Measures a server, or checks it.",
            "",
            "bench WORKLOAD measures processor time per delivery (--pid or --admin), deliveries per second and how long they"
                    + " take. sat10, sat100, sat1000: a room of so many, 10 of them sending, each with 16 messages under way,"
                    + " which are done when everybody has them. rate100, rate50k: a room of 100 at 20,000 and 50,000"
                    + " deliveries/s in all; times count from when a message was due. rooms: 100 rooms of 10, all sending,"
                    + " one message each under way. idle: 5,000 connections, and what they take. resume: 10,000 connections"
                    + " that come back at once to 10 messages they missed. --rooms, --members, --senders, --outstanding,"
                    + " --rate, --size, --warmup, --duration and others replace the numbers. Each delivery is checked for its"
                    + " room, its place and its text; exit code 1 if one was wrong, 10 if the figures are not those of the"
                    + " load. --processes N makes the load N times, in as many processes, and shows one cost. bench plot"
                    + " draws what --json wrote.",
            "",
            "bench --verify sends numbered messages from many clients and checks what the server promises: that no"
                    + " acknowledged message is lost, none is doubled, everybody sees one order, and nothing is left out"
                    + " without a gap that says so; at every client while it runs, and in the log afterwards.",
            "",
            "The server may go away and come back meanwhile: clients come back by themselves, resume where they were and"
                    + " send again what was not acknowledged, under the same ids. Every 50th message is sent twice on"
                    + " purpose.",
            "",
            "It goes over TLS too (--tls, --ca, --fingerprint, --trust-on-first-use); a workload does not.",
            "",
            "Its exit code 0: all promises kept. 1: one is broken, and the first cases are told. 3: the server was not there to the"
                    + " end, 4: it refused a client, 5: it acknowledged nothing, 8: its certificate is not trusted; then nothing broken was seen, and nothing"
                    + " is proved.",
            "",
            "Rooms of its own are made unless --room names one. Rate limits of the server are obeyed (limits.all=off"
                    + " lifts them). A store that keeps only so many entries answers for those only; the report says"
                    + " how many were too old to compare.",
            ""
        })
final class BenchCommand implements Callable<Integer> {

    /** Instead of a file. */
    static final String STANDARD_OUTPUT = "-";

    /** What checking does not have, and what measuring does not have. */
    private static final List<String> ONLY_MEASURING = List.of(
            "--members",
            "--connections",
            "--slow",
            "--warmup",
            "--ids",
            "--spin",
            "--loops",
            "--concurrency",
            "--source",
            "--sources",
            "--pid",
            "--admin",
            "--repeat",
            "--label",
            "--histogram",
            "--processes");

    private static final List<String> ONLY_CHECKING = List.of("--readers", "--stalled", "--silence", "--room");

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SpeedOptions speed;

    @Option(names = "--verify", description = "Check the promises.")
    private boolean verify;

    @Option(
            names = "--senders",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Clients that send, and read as well (default: ${DEFAULT-VALUE}); with a workload, of each room.")
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
            description =
                    "Rooms; every client follows all of them, up to 100 (default: ${DEFAULT-VALUE}). With a workload,"
                            + " each client follows one.")
    private int rooms;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description =
                    "How many messages to send in all; without --duration, however long that takes. With resume, how"
                            + " many each room has for those who come back (default: 10).")
    private @Nullable Long messages;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "How long to send, such as 500ms, 30s, 5m (default: 10s); with a workload, how long to measure"
                            + " (default: 5s).")
    private @Nullable Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Messages a second of each sender; 0 for as fast as they are acknowledged (default:"
                    + " ${DEFAULT-VALUE}). Latency counts from when a message was due. With a workload: deliveries a"
                    + " second of all together, 0 for as many as --outstanding allows.")
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
            description =
                    "Messages of a sender that may be unacknowledged (default: ${DEFAULT-VALUE}); with a workload,"
                            + " that may be on their way to somebody.")
    private int outstanding;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "After the sending, how long to wait for the server, or for the next of what is still to be"
                    + " acknowledged and delivered (default: ${DEFAULT-VALUE}). With a workload: for all of it, and for"
                    + " the connections at its beginning.")
    private Duration settle;

    @Option(
            names = "--silence",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Without any sign of life for so long, a connection is given up (default: ${DEFAULT-VALUE}).")
    private Duration silence;

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            paramLabel = "FILE",
            description =
                    "Print the report as one JSON object; with a workload, append it to a file as a line, or print"
                            + " it for -.")
    private @Nullable String json;

    @Option(names = "--quiet", description = "Tell nothing while it runs.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        if (main.connection().signIn().isGiven()) {
            throw refused("an account: not with bench, which comes as guests (expected: neither --account nor"
                    + " --password-file, --token-file)");
        }
        if (!verify) {
            return measure();
        }
        if (speed.workload != null || !(json == null || json.equals(STANDARD_OUTPUT))) {
            throw refused("--verify takes no workload and no file (expected: bench --verify or bench WORKLOAD)");
        }
        refuseAny(ONLY_MEASURING, "--verify");
        return check();
    }

    private int measure() throws InterruptedException {
        if (speed.workload == null) {
            throw refused("nothing to do (expected: bench WORKLOAD or bench --verify)");
        }
        if (main.connection().trust() != null) {
            throw refused("TLS: not with a workload, whose figures are without it (expected: neither --tls nor --ca,"
                    + " --fingerprint, --trust-on-first-use; or bench --verify)");
        }
        refuseAny(ONLY_CHECKING, "a workload");
        Workload workload = speed.workload;
        try {
            SpeedPlan plan = speedPlan(workload);
            String objection =
                    WorkloadRules.objection(workload, this::isGiven, plan.pace().deliveriesPerSecond());
            if (objection != null) {
                throw refused(objection);
            }
            if (speed.companion) {
                return accompany(plan);
            }
            return new Measurement(plan, speed, json, quiet).run(main);
        } catch (IllegalArgumentException e) {
            throw refused("--" + e.getMessage());
        }
    }

    /** As one of the other processes of a run. */
    private static int accompany(SpeedPlan plan) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        new Companion(plan).serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
        return ExitCode.OK.number();
    }

    /** What starts this program once more, with the same options. */
    private List<String> companionCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        command.add("--companion");
        return command;
    }

    private int check() throws InterruptedException, ExecutionException {
        CompletableFuture<Ending> printed = new CompletableFuture<>();
        LineOutput out = new LineOutput(new FileOutputStream(FileDescriptor.out), printed::complete);
        BenchReport report = Bench.run(plan(), main.connection().trust(), progress());
        if (json != null) {
            out.lines(List.of(ReportJson.line(report)));
        } else {
            out.lines(ReportText.lines(report).stream().map(Visible::of).toList());
        }
        ExitCode code = codeOf(report.verdict());
        return main.end(code == ExitCode.OK ? printed.getNow(Ending.OK) : new Ending(code, null));
    }

    private static ExitCode codeOf(BenchReport.Verdict verdict) {
        return switch (verdict) {
            case KEPT -> ExitCode.OK;
            case BROKEN -> ExitCode.BROKEN_PROMISE;
            case ABSENT, UNREACHABLE -> ExitCode.UNREACHABLE;
            case UNTRUSTED -> ExitCode.UNTRUSTED;
            case REFUSED -> ExitCode.REFUSED;
            case UNANSWERED -> ExitCode.TIMED_OUT;
        };
    }

    private void refuseAny(List<String> options, String with) {
        options.stream().filter(this::isGiven).findFirst().ifPresent(option -> {
            throw refused(option + ": not with " + with);
        });
    }

    private SpeedPlan speedPlan(Workload workload) {
        SpeedPlan plan = SpeedPlan.of(main.connection().server(), workload);
        SpeedPlan.Shape shape = plan.shape();
        SpeedPlan.Pace pace = plan.pace();
        SpeedPlan.Wire wire = plan.wire();
        int members = speed.members != null ? speed.members : shape.members();
        members = speed.connections != null && speed.connections > 0 ? Math.min(members, speed.connections) : members;
        int rooming = isGiven("--rooms") ? rooms : shape.rooms();
        if (speed.connections != null) {
            if (speed.connections < 1 || speed.connections % Math.max(1, members) != 0) {
                throw new IllegalArgumentException("connections: " + speed.connections
                        + " (expected: at least 1, and a multiple of --members, which is " + members + ")");
            }
            rooming = speed.connections / Math.max(1, members);
        }
        int sending = isGiven("--senders") ? senders : Math.min(shape.senders(), members);
        return plan.with(new SpeedPlan.Shape(rooming, members, sending, speed.slow))
                .with(new SpeedPlan.Pace(
                        isGiven("--outstanding") ? outstanding : pace.outstanding(),
                        isGiven("--rate") ? rate : pace.deliveriesPerSecond(),
                        speed.spin,
                        speed.warmup,
                        duration != null ? duration : pace.duration(),
                        messages != null ? (int) Math.min(messages, Integer.MAX_VALUE) : pace.messages(),
                        settle))
                .with(new SpeedPlan.Wire(
                        size,
                        speed.ids,
                        speed.loops,
                        speed.concurrency != null ? speed.concurrency : wire.concurrency(),
                        speed.sources()))
                .with(new SpeedPlan.Watch(speed.pid, speed.admin))
                .with(new SpeedPlan.Processes(speed.processes, speed.processes > 1 ? companionCommand() : List.of()))
                .withLabel(speed.label);
    }

    private CommandLine.ParameterException refused(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
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
        if (quiet || json != null || !Main.hasTerminal()) {
            return line -> {};
        }
        LineOutput err = new LineOutput(new FileOutputStream(FileDescriptor.err), ending -> {});
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
            } catch (NumberFormatException | ArithmeticException e) {
                throw new TypeConversionException("'" + value + "' (expected: 500ms, 30s, 5m or 1h)");
            }
        }
    }
}
