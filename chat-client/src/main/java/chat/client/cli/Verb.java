// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the program can be told to do, other than to open the console; in the order of its help. */
enum Verb {
    SEND(SendCommand.class),
    TAIL(TailCommand.class),
    WAIT(WaitCommand.class),
    HISTORY(HistoryCommand.class),
    EXPORT(ExportCommand.class),
    ROOMS(RoomsCommand.class),
    MEMBERS(MembersCommand.class),
    REGISTER(RegisterCommand.class),
    BENCH(BenchCommand.class),
    COMPLETION(CompletionCommand.class),
    VERSION(VersionCommand.class);

    /** Asks about all verbs: for help, also as one of several letters, and for what a shell is to know. */
    private static final Pattern ABOUT_ALL = Pattern.compile("-[^-].*|--help(=.*)?|" + COMPLETION.word());

    private final Class<?> command;

    Verb(Class<?> command) {
        this.command = command;
    }

    /** What is typed for it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What picocli makes a command of. */
    Class<?> command() {
        return command;
    }

    /**
     * The verbs that a command line may mean: those which it has among its words, and all where it asks about all. To read
     * the annotations of the others would take a third of the time until the console's first prompt.
     *
     * @param arguments the command line
     */
    static Set<Verb> in(String... arguments) {
        List<String> words = List.of(arguments);
        Set<Verb> meant = EnumSet.allOf(Verb.class);
        if (words.stream().noneMatch(word -> ABOUT_ALL.matcher(word).matches())) {
            meant.removeIf(verb -> !words.contains(verb.word()));
        }
        return meant;
    }
}
