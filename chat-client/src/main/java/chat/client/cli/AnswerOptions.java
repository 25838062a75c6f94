// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of verbs that ask a server something and print the answer. */
final class AnswerOptions {

    private static final Duration LONGEST = Duration.ofDays(365);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = BenchCommand.DurationConverter.class,
            description =
                    "How long an answer may take, such as 500ms, 30s, 5m; with it a server that went away has to come"
                            + " back (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    boolean json() {
        return json;
    }

    Duration timeout() {
        return checked(timeout, spec);
    }

    /** The time, if it is one to wait. */
    static Duration checked(Duration timeout, CommandSpec spec) {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--timeout: " + timeout.toMillis() + "ms (expected: more than 0ms, at most 8760h)");
        }
        return timeout;
    }
}
