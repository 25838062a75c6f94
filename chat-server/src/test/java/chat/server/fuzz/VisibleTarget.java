// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.protocol.line.Visible;
import java.nio.charset.StandardCharsets;

/** What others wrote, as it is put on a terminal: no character controls it, and what was made visible stays as it is. */
public final class VisibleTarget {

    private VisibleTarget() {}

    /** @param bytes as UTF-8 */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String raw = new String(bytes, StandardCharsets.UTF_8);
        requireHarmless(Visible.of(raw));
        Visible.lines(raw).forEach(VisibleTarget::requireHarmless);
    }

    private static void requireHarmless(String shown) {
        Same.require(shown, Visible.of(shown));
        for (int i = 0; i < shown.length(); ) {
            int codePoint = shown.codePointAt(i);
            if (controls(codePoint)) {
                throw new AssertionError("U+" + Integer.toHexString(codePoint) + " in " + shown);
            }
            i += Character.charCount(codePoint);
        }
    }

    private static boolean controls(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint != '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
