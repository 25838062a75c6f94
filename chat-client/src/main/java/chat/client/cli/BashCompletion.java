// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Makes what bash needs to complete a command line: what picocli makes of the commands, and what only this program knows. */
final class BashCompletion {

    /**
     * A program of awk that prints the names of the profiles in a configuration. It knows the usual form only, names without
     * quotes below {@code profiles:}: starting a JVM at each Tab would be too slow. Without quotes of a shell and backslashes.
     */
    static final String PROFILE_NAMES = "/^[^ #]/ { inside = /^profiles: *(#.*)?$/; depth = 0; next }"
            + " inside && /^ +[^ #]/ { n = match($0, /[^ ]/); if (!depth) depth = n;"
            + " if (n == depth && $1 ~ /^[A-Za-z0-9_.-]+:$/) print substr($1, 1, length($1) - 1) }";

    private static final String NAMES = "$(_chat_client_profiles)";

    private final String program;

    /** @param program the name under which it is called */
    BashCompletion(String program) {
        this.program = program;
    }

    /** The script. */
    String of(CommandLine root) {
        // Picocli's completion of an option with any value, and its first list, that of the program without a command.
        String script = AutoComplete.bash(program, root)
                .replace(
                        "    '--profile')\n      return\n",
                        "    '--profile')\n      COMPREPLY=( $(compgen -W \"" + NAMES
                                + "\" -- \"${curr_word}\") )\n      return\n");
        int commands = script.indexOf("local commands=\"") + "local commands=\"".length();
        script = script.substring(0, commands) + NAMES + " " + script.substring(commands);
        for (CommandLine command : root.getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                String positive = "'" + option.longestName() + "'";
                if (option.negatable()) {
                    script = script.replace(
                            positive,
                            positive + " '--no-" + option.longestName().substring(2) + "'");
                }
            }
        }
        return script + "\nfunction _chat_client_profiles() {\n  awk '" + PROFILE_NAMES
                + "' \"${XDG_CONFIG_HOME:-$HOME/.config}/chat/config.yaml\" 2>/dev/null\n}";
    }
}
