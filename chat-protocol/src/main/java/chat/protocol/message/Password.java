// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.text.Normalizer;

/**
 * What a password may be, and the form in which two of them are the same: the profile OpaqueString of RFC 8265, section
 * 4.2. Case makes a difference.
 */
public final class Password {

    /** The fewest and the most code points of a new password. */
    public static final int MIN_CODE_POINTS = 8;

    public static final int MAX_CODE_POINTS = 256;

    /** The rule, for error messages and documentation. */
    public static final String RULE =
            MIN_CODE_POINTS + " to " + MAX_CODE_POINTS + " characters of any kind but control characters";

    private Password() {}

    /**
     * A password as it is compared: every kind of space is U+0020, and the rest is in Unicode normalisation form C.
     *
     * <p>Whatever somebody types is normalised, so that one that breaks the rule is simply not right.
     */
    public static Secret normalised(Secret password) {
        return new Secret(normalised(password.reveal()));
    }

    /**
     * A password that somebody has chosen, normalised.
     *
     * @throws RejectedException with {@link ErrorCode#PASSWORD_RULE} if it breaks {@link #RULE}
     */
    public static Secret chosen(Secret password) {
        String text = normalised(password.reveal());
        int length = text.codePointCount(0, text.length());
        if (length < MIN_CODE_POINTS || length > MAX_CODE_POINTS) {
            throw broken(length + " characters");
        }
        if (text.codePoints().anyMatch(Password::isForbidden)) {
            throw broken("a character that cannot be typed everywhere");
        }
        return new Secret(text);
    }

    private static String normalised(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> Character.getType(each) == Character.SPACE_SEPARATOR ? ' ' : each)
                .forEach(spaced::appendCodePoint);
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    private static boolean isForbidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    private static RejectedException broken(String found) {
        return new RejectedException(ErrorCode.PASSWORD_RULE, "password: " + found + " (expected: " + RULE + ")");
    }
}
