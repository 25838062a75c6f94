// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to say to a command that there is not. Thread-safe, as it keeps nothing. */
final class CommandAdvice {

    private CommandAdvice() {}

    /** The words, for the word behind the slash as it was typed, with the slash or without. */
    static String on(String typed) {
        String word = typed.startsWith("/") ? typed.substring(1) : typed;
        String none = "/" + word + " is no command";
        String folded = word.toLowerCase(Locale.ROOT);
        return switch (folded) {
            case "register" ->
                none + " of this console: leave with /quit, and in a shell chat-client register --account NAME makes an"
                        + " account; then start with --account NAME";
            case "login", "identify", "auth" ->
                none + " of this console: leave with /quit, and start with --account NAME to sign in";
            case "password", "passwd" ->
                none
                        + " of this console: a text terminal has it, such as nc, after /login; so do bots with the library";
            default -> {
                ConsoleCommand meant = closest(folded);
                yield meant == null
                        ? none + ": /help lists them, and // says a line that begins with a slash"
                        : none + ": did you mean " + meant.usage() + "?";
            }
        };
    }

    /** The command that it looks like, or null for none. */
    static @Nullable ConsoleCommand closest(String word) {
        if (word.isEmpty()) {
            return null;
        }
        ConsoleCommand best = null;
        int least = word.length() <= 3 ? 2 : 3;
        for (ConsoleCommand command : ConsoleCommand.values()) {
            boolean begun = command.word().startsWith(word) || word.startsWith(command.word());
            int distance = begun ? 0 : distance(word, command.word());
            if (distance < least) {
                least = distance;
                best = command;
            }
        }
        return best;
    }

    /** How many letters have to be put in, taken out or changed to make the one of the other; not above 100. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 3) {
            return 100;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
