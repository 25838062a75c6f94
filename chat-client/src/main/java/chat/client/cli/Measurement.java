// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.client.console.LineOutput;
import chat.client.load.speed.Speed;
import chat.client.load.speed.SpeedJson;
import chat.client.load.speed.SpeedPlan;
import chat.client.load.speed.SpeedReport;
import chat.client.load.speed.SpeedText;
import chat.client.load.speed.Verdict;
import chat.protocol.line.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Measures as the command line says, and tells what came of it. */
final class Measurement {

    private final SpeedPlan plan;
    private final SpeedOptions options;
    private final @Nullable String json;
    private final boolean quiet;
    private final Histogram latencyNanos = SpeedReport.newHistogram();
    private final CompletableFuture<Ending> printed = new CompletableFuture<>();
    private final LineOutput out = new LineOutput(new FileOutputStream(FileDescriptor.out), printed::complete);

    /** @param json where the JSON goes, or null for nowhere */
    Measurement(SpeedPlan plan, SpeedOptions options, @Nullable String json, boolean quiet) {
        if (options.repeat < 1 || options.repeat > 1_000) {
            throw new IllegalArgumentException("repeat: " + options.repeat + " (expected: 1 to 1000)");
        }
        this.plan = plan;
        this.options = options;
        this.json = json;
        this.quiet = quiet;
        // What cannot be written should be known before anything has been measured.
        if (json != null && !prints()) {
            tryToWrite("json", Path.of(json));
        }
        if (options.histogram != null) {
            tryToWrite("histogram", options.histogram);
        }
    }

    int run(Main main) throws InterruptedException {
        List<SpeedReport> reports = new ArrayList<>();
        try {
            SpeedReport report;
            do {
                report = Speed.run(plan, progress());
                reports.add(report);
                tell(report);
            } while (report.isWhole() && reports.size() < options.repeat);
            if (!prints()) {
                out.lines(SpeedText.lines(reports, options.repeat).stream()
                        .map(Visible::of)
                        .toList());
            }
        } catch (IOException e) {
            return main.end(new Ending(ExitCode.USAGE, "cannot write: " + e));
        }
        ExitCode code = reports.stream()
                .map(report -> codeOf(report.verdict()))
                .reduce(ExitCode.OK, (one, next) -> one == ExitCode.OK ? next : one);
        return main.end(code == ExitCode.OK ? printed.getNow(Ending.OK) : new Ending(code, null));
    }

    private static ExitCode codeOf(Verdict verdict) {
        return switch (verdict) {
            case SOUND -> ExitCode.OK;
            case UNSOUND -> ExitCode.BROKEN_PROMISE;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case REFUSED -> ExitCode.REFUSED;
            case LATE -> ExitCode.TIMED_OUT;
            case MISNAMED -> ExitCode.USAGE;
            case INVALID -> ExitCode.INVALID;
        };
    }

    private boolean prints() {
        return BenchCommand.STANDARD_OUTPUT.equals(json);
    }

    private static void tryToWrite(String option, Path file) {
        try {
            Files.writeString(file, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    option + ": " + file + " (expected: a file that can be written): " + e, e);
        }
    }

    private void tell(SpeedReport report) throws IOException {
        if (prints()) {
            out.lines(List.of(SpeedJson.line(report)));
        } else if (json != null) {
            Files.writeString(
                    Path.of(json), SpeedJson.line(report) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        if (options.histogram != null && report.isWhole()) {
            latencyNanos.add(report.latencyNanos());
            Files.write(options.histogram, SpeedText.histogram(latencyNanos));
        }
    }

    private Consumer<String> progress() {
        if (quiet) {
            return line -> {};
        }
        LineOutput err = new LineOutput(new FileOutputStream(FileDescriptor.err), ending -> {});
        return line -> err.lines(List.of(line));
    }
}
