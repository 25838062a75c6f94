// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the key that somebody probably meant. Stateless. */
final class NearestKey {

    private NearestKey() {}

    /** An end of a sentence, {@code " (did you mean net.port?)"}; empty if no key is near. */
    static String suggestion(String written) {
        return suggestion(written, Key::name);
    }

    /** The same for names of environment variables. */
    static String environmentSuggestion(String written) {
        return suggestion(written, Key::environmentName);
    }

    private static String suggestion(String written, Function<Key<?>, String> nameOf) {
        String nearest = nearest(written, nameOf);
        return nearest == null ? "" : " (did you mean " + nearest + "?)";
    }

    private static @Nullable String nearest(String written, Function<Key<?>, String> nameOf) {
        String wanted = written.toLowerCase(Locale.ROOT).replace('_', '-');
        return Keys.ALL.stream()
                .map(nameOf)
                .min(Comparator.comparingInt(name -> cost(wanted, name)))
                .filter(name -> cost(wanted, name) <= Math.max(2, wanted.length() / 3))
                .orElse(null);
    }

    /** The distance, also to the bare name without its section: who writes {@code port} means {@code net.port}. */
    private static int cost(String wanted, String name) {
        String known = name.toLowerCase(Locale.ROOT).replace('_', '-');
        String bare = known.substring(known.indexOf('.') + 1);
        return Math.min(distance(wanted, known), distance(wanted, bare) + 1);
    }

    /** Levenshtein's distance: how many characters must be inserted, dropped or replaced. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int replaced = previous[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(previous[column], current[column - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
