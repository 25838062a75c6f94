// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.AccountName;
import java.util.Locale;

/** Finds a person's name in what is said. Thread-safe, as it keeps nothing. */
final class Mentions {

    private Mentions() {}

    /** Whether a text has the name as a word of its own, in whatever case. */
    static boolean has(String text, AccountName name) {
        String folded = text.toLowerCase(Locale.ROOT);
        String wanted = name.value().toLowerCase(Locale.ROOT);
        for (int at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            if ((at == 0 || !isName(folded.charAt(at - 1)))
                    && (end == folded.length() || !isName(folded.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
}
