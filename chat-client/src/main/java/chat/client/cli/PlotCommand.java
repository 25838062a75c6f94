// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.ExitCode;
import chat.client.load.speed.CostPlot;
import chat.protocol.line.Visible;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws what measurements have found. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        description =
                "Draws the server's processor time per delivery against the members of a room, and against the rate;"
                        + " a line for each --label. Of repeated measurements it draws the median. What"
                        + " cannot stand beside the others is left out, and said: runs that were not sound, that did not reach"
                        + " their rate, or that had slow readers. Texts of different lengths have lines of their own.")
final class PlotCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OUT.svg", description = "Where the picture goes.")
    private Path out;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE.json",
            description = "What bench WORKLOAD --json FILE.json --pid or --admin wrote.")
    private List<Path> files;

    @Override
    public Integer call() {
        if (!out.toString().endsWith(".svg")) {
            throw refused(out + " (expected: a name that ends in .svg, before those of the measurements)");
        }
        CostPlot plot = new CostPlot();
        for (Path file : files) {
            read(file, plot);
        }
        if (plot.isEmpty()) {
            throw refused("nothing to draw (expected: at least one sound measurement with --pid or --admin)");
        }
        try {
            Files.writeString(out, plot.svg());
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw refused("cannot write " + out + ": " + e);
        }
    }

    private void read(Path file, CostPlot plot) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw refused(file + ": no text (expected: what bench WORKLOAD --json wrote)");
        } catch (IOException e) {
            throw refused("cannot read " + file + ": " + e);
        }
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (!line.isBlank()) {
                add(file + ", line " + number, line, plot);
            }
        }
    }

    private void add(String where, String line, CostPlot plot) {
        try {
            String objection = plot.add(line);
            if (objection != null) {
                spec.commandLine().getErr().println("left out " + where + ": " + Visible.of(objection));
            }
        } catch (IllegalArgumentException e) {
            throw refused(where + ": " + e.getMessage());
        }
    }

    private CommandLine.ParameterException refused(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
