// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.window.Look;
import chat.client.console.window.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the console looks where it has the whole terminal. */
final class WindowOptions {

    /** Terminals that show, or stumble over, what they do not understand: consoles of kernels, and old hardware. */
    private static final List<String> NO_LINKS = List.of(
            "linux", "dumb", "ansi", "vt1", "vt2", "vt3", "vt4", "vt5", "cons25", "wsvt25", "sun", "wy", "eterm",
            "emacs");

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            converter = Colour.Converter.class,
            completionCandidates = Colour.Words.class,
            description = "Whether names have colours: auto (unless NO_COLOR is set), always or never (default: auto).")
    private Colour colour;

    @Option(
            names = "--no-links",
            description =
                    "Does not tell the terminal where links lead (OSC 8), if it shows what it should not. So it is by"
                            + " itself on the console of a kernel.")
    private boolean noLinks;

    @Option(
            names = "--notify",
            paramLabel = "HOW",
            defaultValue = "bell",
            converter = RingConverter.class,
            completionCandidates = RingWords.class,
            description =
                    "How the terminal calls you, in rooms where you asked for it with /notify: bell, osc9 (a notification on"
                            + " the desktop; behind tmux only where allow-passthrough is on) or off (default: bell).")
    private Ring ring;

    /** What to do in a terminal. */
    Look look(Map<String, String> environment) {
        String type = environment.getOrDefault("TERM", "dumb");
        boolean links = !noLinks && NO_LINKS.stream().noneMatch(type::startsWith);
        boolean tmux = !environment.getOrDefault("TMUX", "").isEmpty();
        return new Look(
                colour.wanted(environment), links, ring == Ring.DESKTOP && tmux ? Ring.DESKTOP_BEHIND_TMUX : ring);
    }

    /** What can be written on a command line. */
    static final class RingWords extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        RingWords() {
            super(List.of("bell", "osc9", "off"));
        }
    }

    /** How it is written. */
    static final class RingConverter implements ITypeConverter<Ring> {
        @Override
        public Ring convert(String value) {
            return switch (value) {
                case "bell" -> Ring.BELL;
                case "osc9" -> Ring.DESKTOP;
                case "off" -> Ring.OFF;
                default -> throw new TypeConversionException(value + " (expected: bell, osc9 or off)");
            };
        }
    }
}
