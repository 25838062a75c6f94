// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the names of people and rooms have in common: letters, digits and marks of one script, and {@code - _ .}; nothing
 * that is invisible, has a direction of its own or could be taken for markup.
 *
 * <p>It is the profile UsernameCaseMapped of PRECIS (RFC 8265, with the IdentifierClass of RFC 8264) without what that has
 * of ASCII besides these three, and with three rules more: one script to a name, as the level Highly Restrictive of UTS 39
 * has it; decimal digits of one kind; no more than {@value #MOST_MARKS} marks on a letter. Joiners are refused also where
 * PRECIS would have them, as they cannot be seen.
 *
 * <p>What it does not find is a name that looks like another one as a whole, such as one of Cyrillic letters that all look
 * like Latin ones: for that a server has to know the other names.
 */
final class NameRule {

    /** Vietnamese has two on a letter, Hebrew with its points and accents four. */
    private static final int MOST_MARKS = 4;

    /** Scripts that are written together; UTS 39, section 5.1, and Latin with each of them, section 5.2. */
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    private NameRule() {}

    /**
     * Checks a name that is to be shown as it is, and puts it into Unicode normalisation form C.
     *
     * @param what how to call it in an error message, such as "name"
     * @param rule the whole rule, for the error message
     * @throws RejectedException if it breaks the rule
     */
    static String checked(String raw, String what, String rule, int maxCodePoints) {
        String name = normal(raw, what, rule, maxCodePoints);
        if (!isAscii(name)) {
            requirePlain(name, what, rule);
            requireNoMoreMarks(name, what, rule);
            requireOneScript(name, what, rule);
            // U+0345 is a mark of no script, and the Greek letter iota in the form in which names are compared.
            requireOneScript(folded(name), what, rule);
            if (!NameDirection.isClear(name)) {
                throw new RejectedException(
                        ErrorCode.NAME_SCRIPT, what + " is written in two directions (expected: " + rule + ")");
            }
        }
        return name;
    }

    /**
     * The form in which names are compared: compatibility forms and case make no difference. Folding twice is the same.
     *
     * @param raw not longer than {@link #normal} lets through
     */
    static String folded(String raw) {
        if (isAscii(raw)) {
            // The same as below, without the cost: every command with a room comes this way.
            return raw.toLowerCase(Locale.ROOT);
        }
        String compatible = Normalizer.normalize(raw, Normalizer.Form.NFKC);
        // Lower case first, as U+1E9E has only that; then upper case, which makes SS of U+00DF.
        String caseless =
                compatible.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        // Changing case can leave a letter and a mark that compose.
        return Normalizer.normalize(caseless, Normalizer.Form.NFKC);
    }

    /** The name in Unicode normalisation form C, if it has an acceptable length and consists of letters and the like. */
    static String normal(String raw, String what, String rule, int maxCodePoints) {
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
                throw hasCharacter(codePoint, what, rule);
            }
            i += Character.charCount(codePoint);
        }
        return name;
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

    private static RejectedException hasCharacter(int codePoint, String what, String rule) {
        // Not with String.format, which costs more than all the rest: names that are refused come from anybody.
        String hex = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        String number = "0".repeat(Math.max(0, 4 - hex.length())) + hex;
        return new RejectedException(
                ErrorCode.NAME_CHARACTERS, what + " has the character U+" + number + " (expected: " + rule + ")");
    }

    private static boolean mayBegin(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '_';
    }

    private static boolean mayContain(int codePoint) {
        return mayBegin(codePoint) || codePoint == '-' || codePoint == '.' || isMark(codePoint);
    }

    private static boolean isMark(int codePoint) {
        return Character.getType(codePoint) == Character.NON_SPACING_MARK
                || Character.getType(codePoint) == Character.COMBINING_SPACING_MARK;
    }

    /** That all of it is seen, and nothing another way to write something else (RFC 8264, sections 9.9, 9.13, 9.17). */
    private static void requirePlain(String name, String what, String rule) {
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            if (isInvisible(codePoint)
                    || isConjoiningJamo(codePoint)
                    || !Normalizer.isNormalized(Character.toString(codePoint), Normalizer.Form.NFKC)) {
                throw hasCharacter(codePoint, what, rule);
            }
            i += Character.charCount(codePoint);
        }
    }

    /** The letters and marks that are not shown (Default_Ignorable_Code_Point of Unicode; the rest of it is no letter). */
    private static boolean isInvisible(int codePoint) {
        return codePoint == 0x034F
                || codePoint == 0x115F
                || codePoint == 0x1160
                || codePoint == 0x17B4
                || codePoint == 0x17B5
                || (codePoint >= 0x180B && codePoint <= 0x180F)
                || codePoint == 0x3164
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || codePoint == 0xFFA0
                || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
    }

    /** Those of today have become syllables by now; what is left can be stacked into what looks like one. */
    private static boolean isConjoiningJamo(int codePoint) {
        return (codePoint >= 0x1100 && codePoint <= 0x11FF)
                || (codePoint >= 0xA960 && codePoint <= 0xA97F)
                || (codePoint >= 0xD7B0 && codePoint <= 0xD7FF);
    }

    private static void requireNoMoreMarks(String name, String what, String rule) {
        // Apart from their letters, or those would not count that have become a part of one.
        String apart = Normalizer.normalize(name, Normalizer.Form.NFD);
        int marks = 0;
        for (int i = 0; i < apart.length(); ) {
            int codePoint = apart.codePointAt(i);
            marks = isMark(codePoint) ? marks + 1 : 0;
            if (marks > MOST_MARKS) {
                throw new RejectedException(
                        ErrorCode.NAME_CHARACTERS,
                        what + " has more than " + MOST_MARKS + " marks on a letter (expected: " + rule + ")");
            }
            i += Character.charCount(codePoint);
        }
    }

    private static void requireOneScript(String name, String what, String rule) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        int zero = -1;
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            UnicodeScript script = UnicodeScript.of(codePoint);
            if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
                scripts.add(script);
            }
            if (Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER) {
                int zeroOfThis = codePoint - Character.digit(codePoint, 10);
                if (zero >= 0 && zero != zeroOfThis) {
                    throw new RejectedException(
                            ErrorCode.NAME_SCRIPT, what + " has digits of two scripts (expected: " + rule + ")");
                }
                zero = zeroOfThis;
            }
            i += Character.charCount(codePoint);
        }
        if (scripts.size() > 1 && TOGETHER.stream().noneMatch(together -> together.containsAll(scripts))) {
            throw new RejectedException(
                    ErrorCode.NAME_SCRIPT, what + " mixes the scripts " + scripts + " (expected: " + rule + ")");
        }
    }
}
