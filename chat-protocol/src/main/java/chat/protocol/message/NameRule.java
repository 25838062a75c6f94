// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What the names of people and rooms have in common: letters, digits and marks of any script, and {@code - _ .}; nothing
 * that is invisible, has a direction of its own or could be taken for markup.
 */
final class NameRule {

    private NameRule() {}

    /**
     * Checks a name and puts it into Unicode normalisation form C.
     *
     * @param what how to call it in an error message, such as "name"
     * @param rule the whole rule, for the error message
     * @throws RejectedException if it breaks the rule
     */
    static String checked(String raw, String what, String rule, int maxCodePoints) {
        if (raw.isEmpty()) {
            throw new RejectedException(ErrorCode.NAME_EMPTY, what + " is empty (expected: " + rule + ")");
        }
        // Before normalising, as that costs time in proportion to the length and grows a string at most threefold.
        if (raw.length() > 4 * maxCodePoints) {
            throw tooLong(what, rule);
        }
        // The Normalizer brings tables with it, which a start with names in ASCII can do without.
        String name = isAscii(raw) ? raw : Normalizer.normalize(raw, Normalizer.Form.NFC);
        if (name.codePointCount(0, name.length()) > maxCodePoints) {
            throw tooLong(what, rule);
        }
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            if (!(i == 0 ? mayBegin(codePoint) : mayContain(codePoint))) {
                throw new RejectedException(
                        ErrorCode.NAME_CHARACTERS,
                        String.format("%s has the character U+%04X (expected: %s)", what, codePoint, rule));
            }
            i += Character.charCount(codePoint);
        }
        return name;
    }

    /** The form in which names are compared: compatibility forms and case make no difference. Folding twice is the same. */
    static String folded(String name) {
        if (isAscii(name)) {
            // The same as below, without the cost: every command with a room comes this way.
            return name.toLowerCase(Locale.ROOT);
        }
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
        // Lower case first, as U+1E9E has only that; then upper case, which makes SS of U+00DF.
        String caseless =
                compatible.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        // Changing case can leave a letter and a mark that compose.
        return Normalizer.normalize(caseless, Normalizer.Form.NFKC);
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static RejectedException tooLong(String what, String rule) {
        return new RejectedException(ErrorCode.NAME_TOO_LONG, what + " is too long (expected: " + rule + ")");
    }

    private static boolean mayBegin(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }

    private static boolean mayContain(int codePoint) {
        return mayBegin(codePoint)
                || codePoint == '-'
                || codePoint == '.'
                || Character.getType(codePoint) == Character.NON_SPACING_MARK
                || Character.getType(codePoint) == Character.COMBINING_SPACING_MARK;
    }
}
