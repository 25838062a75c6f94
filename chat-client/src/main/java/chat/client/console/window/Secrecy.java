// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.Locale;
import java.util.Set;

/** Knows lines with a password: those that sign somebody in on a text terminal. Thread-safe, as it keeps nothing. */
public final class Secrecy {

    private static final Set<String> WORDS = Set.of("/login", "/register", "/password");

    private Secrecy() {}

    /** Whether a line may have a password. */
    public static boolean isOf(String line) {
        String[] words = line.strip().split("\\s+", 2);
        return WORDS.contains(words[0].toLowerCase(Locale.ROOT));
    }
}
