// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.nio.charset.StandardCharsets;

/** The rule that texts (messages, topics) follow: Unicode with nothing half, and not more bytes than agreed. */
public final class Texts {

    private static final int MAX_BYTES_PER_CHAR = 3;

    private Texts() {}

    /**
     * Checks a text that must say something.
     *
     * @param maxBytes the most bytes it may have in UTF-8
     * @return the text
     * @throws RejectedException with a {@code text-…} code
     */
    public static String message(String text, int maxBytes) {
        if (text.isEmpty()) {
            throw new RejectedException(ErrorCode.TEXT_EMPTY, "text is empty (expected: at least one character)");
        }
        return checked(text, maxBytes);
    }

    /** Checks a text that may be empty, like {@link #message(String, int)}. */
    public static String topic(String text, int maxBytes) {
        return checked(text, maxBytes);
    }

    private static String checked(String text, int maxBytes) {
        if (text.length() * (long) MAX_BYTES_PER_CHAR > maxBytes
                && text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new RejectedException(
                    ErrorCode.TEXT_TOO_LONG, "text is too long (expected: at most " + maxBytes + " bytes in UTF-8)");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new RejectedException(
                            ErrorCode.TEXT_CHARACTERS,
                            "text has half of a surrogate pair (expected: whole characters)");
                }
                i++;
            }
        }
        return text;
    }
}
