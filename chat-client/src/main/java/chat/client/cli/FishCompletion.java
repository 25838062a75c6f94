// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes what the fish shell needs to complete a command line, of the model of the commands. */
final class FishCompletion {

    private static final String PROFILES = "'(__chat_client_profiles)'";

    private final String program;
    private final List<String> lines = new ArrayList<>();

    /** @param program the name under which it is called */
    FishCompletion(String program) {
        this.program = program;
    }

    /** The script, in lines. */
    List<String> of(CommandSpec root) {
        lines.add("# Completion of " + program + " for fish: put it into ~/.config/fish/completions/" + program
                + ".fish");
        lines.add("complete -c " + program + " -f");
        lines.add("function __chat_client_profiles");
        lines.add("    set -l folder $HOME/.config");
        lines.add("    set -q XDG_CONFIG_HOME; and set folder $XDG_CONFIG_HOME");
        lines.add("    awk " + quoted(BashCompletion.PROFILE_NAMES) + " $folder/chat/config.yaml 2>/dev/null");
        lines.add("end");
        add(root, List.of());
        lines.add("complete -c " + program
                + condition(List.of(), root.subcommands().keySet()) + " -a " + PROFILES + " -d 'A profile'");
        return List.copyOf(lines);
    }

    private void add(CommandSpec command, List<String> path) {
        Set<CommandLine> subcommands = new LinkedHashSet<>(command.subcommands().values());
        Set<String> names = command.subcommands().keySet();
        for (CommandLine subcommand : subcommands) {
            CommandSpec spec = subcommand.getCommandSpec();
            line(
                    condition(path, names) + " -a " + spec.name(),
                    spec.usageMessage().description());
        }
        for (OptionSpec option : command.options()) {
            // Those of the root are offered after every command: most are inherited, and so is what helps.
            boolean above = option.inherited() || (!path.isEmpty() && (option.usageHelp() || option.versionHelp()));
            if (!option.hidden() && !above) {
                option(option, path);
            }
        }
        for (CommandLine subcommand : subcommands) {
            List<String> below = new ArrayList<>(path);
            below.add(subcommand.getCommandName());
            add(subcommand.getCommandSpec(), below);
        }
    }

    private void option(OptionSpec option, List<String> path) {
        StringBuilder words = new StringBuilder(condition(path, Set.of()));
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
        }
        if (option.negatable()) {
            words.append(" -l no-").append(option.longestName().replaceFirst("^--", ""));
        }
        if (option.arity().min() > 0) {
            boolean file = option.type().equals(Path.class) || option.type().equals(File.class);
            words.append(file ? " -r -F" : " -x");
            if (option.paramLabel().equals("PROFILE")) {
                words.append(" -a " + PROFILES);
            } else if (option.completionCandidates() != null) {
                words.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
            }
        }
        line(words.toString(), option.description());
    }

    private void line(String words, String[] description) {
        String first = description.length == 0 ? "" : description[0].split("[.;:] |%n| \\(default")[0];
        lines.add("complete -c " + program + words + " -d " + quoted(first.replaceFirst("\\.$", "")));
    }

    /** After these commands, and before any of those. */
    private static String condition(List<String> after, Set<String> before) {
        List<String> tests = new ArrayList<>();
        after.forEach(name -> tests.add("__fish_seen_subcommand_from " + name));
        if (!before.isEmpty()) {
            tests.add("not __fish_seen_subcommand_from " + String.join(" ", before));
        }
        return tests.isEmpty() ? "" : " -n " + quoted(String.join("; and ", tests));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
