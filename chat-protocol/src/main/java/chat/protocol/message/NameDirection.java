// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/**
 * The Bidi Rule (RFC 5893, section 2), which PRECIS has for names too: what keeps a name with letters that are written from
 * right to left in one piece, whatever stands beside it. Marks that may end a name do.
 */
final class NameDirection {

    private NameDirection() {}

    /** Whether the name is read in one direction only. */
    static boolean isClear(String name) {
        boolean anyRight = false;
        boolean onlyRight = true;
        boolean european = false;
        boolean arabic = false;
        byte last = Character.DIRECTIONALITY_UNDEFINED;
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            byte direction = Character.getDirectionality(codePoint);
            anyRight |= isRight(direction) || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
            onlyRight &= isNeutral(direction)
                    || isRight(direction)
                    || direction == Character.DIRECTIONALITY_EUROPEAN_NUMBER
                    || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
            european |= direction == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
            arabic |= direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
            if (direction != Character.DIRECTIONALITY_NONSPACING_MARK) {
                last = direction;
            }
            i += Character.charCount(codePoint);
        }
        if (!anyRight) {
            return true;
        }
        // Whatever begins from left to right has nothing from right to left in it (rule 5), and there is something.
        return isRight(Character.getDirectionality(name.codePointAt(0)))
                && onlyRight
                && !(european && arabic)
                && (isRight(last)
                        || last == Character.DIRECTIONALITY_EUROPEAN_NUMBER
                        || last == Character.DIRECTIONALITY_ARABIC_NUMBER);
    }

    private static boolean isRight(byte direction) {
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean isNeutral(byte direction) {
        return switch (direction) {
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                    Character.DIRECTIONALITY_OTHER_NEUTRALS,
                    Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
                    Character.DIRECTIONALITY_NONSPACING_MARK -> true;
            default -> false;
        };
    }
}
