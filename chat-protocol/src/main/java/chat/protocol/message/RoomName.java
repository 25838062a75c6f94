// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * The name of a room: {@code #} and a name, in lower case, since {@code #Lobby} and {@code #lobby} are one room. Or the
 * name of a direct room, the conversation of two accounts: {@code @} and their names in lower case, in order, with a comma
 * between, such as {@code @alice,bob}. No name of a room can be that of a direct one, and each two have one only.
 */
public record RoomName(String value) implements Comparable<RoomName> {

    /** The most code points a name may have after its {@code #}. */
    public static final int MAX_CODE_POINTS = 64;

    /** The rule, for error messages and documentation. */
    public static final String RULE = "# and 1 to " + MAX_CODE_POINTS
            + " letters of one script, digits, - _ or . and no space; the first a letter, a digit or _";

    /** The rule for a direct room, for error messages and documentation. */
    public static final String DIRECT_RULE = "@ and the names of two accounts with a comma between";

    private static final char DIRECT = '@';

    /** Upper case makes up to three code points of one, and a name is compared in that form. */
    private static final int MAX_FOLDED_CODE_POINTS = 3 * AccountName.MAX_CODE_POINTS;

    /**
     * @param value the name with its {@code #} or {@code @}, in any case, and for a direct room in any order
     * @throws RejectedException with a {@code name-…} code if it breaks {@link #RULE} or {@link #DIRECT_RULE}
     */
    public RoomName {
        if (value.isEmpty() || value.equals("#")) {
            throw new RejectedException(ErrorCode.NAME_EMPTY, "room name is empty (expected: " + RULE + ")");
        }
        if (value.charAt(0) == DIRECT) {
            value = direct(value.substring(1));
        } else if (value.charAt(0) == '#') {
            String folded = NameRule.folded(NameRule.normal(value.substring(1), "room name", RULE, MAX_CODE_POINTS));
            // It is the folded name that is shown. Folding may lengthen it.
            value = "#" + NameRule.checked(folded, "room name", RULE, MAX_CODE_POINTS);
        } else {
            throw new RejectedException(
                    ErrorCode.NAME_CHARACTERS, "room name does not begin with # (expected: " + RULE + ")");
        }
    }

    /**
     * The direct room of two.
     *
     * @throws RejectedException with {@code bad-field} if they are one
     */
    public static RoomName direct(AccountName one, AccountName other) {
        if (one.equals(other)) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "name: " + other + " is yourself (expected: somebody else)");
        }
        return new RoomName(DIRECT + one.folded() + "," + other.folded());
    }

    /** Whether it is the conversation of two. */
    public boolean isDirect() {
        return value.charAt(0) == DIRECT;
    }

    /**
     * With whom somebody is in a direct room.
     *
     * @return the other one of the two, in lower case; null if it is no direct room, or not one of theirs
     */
    public @Nullable AccountName otherThan(AccountName one) {
        if (!isDirect()) {
            return null;
        }
        int comma = value.indexOf(',');
        String first = value.substring(1, comma);
        String second = value.substring(comma + 1);
        if (one.folded().equals(first)) {
            return AccountName.folded(second);
        }
        return one.folded().equals(second) ? AccountName.folded(first) : null;
    }

    private static String direct(String names) {
        String[] parts = names.split(",", -1);
        if (parts.length != 2) {
            throw new RejectedException(
                    ErrorCode.NAME_CHARACTERS, "room name is none of a direct room (expected: " + DIRECT_RULE + ")");
        }
        String first = folded(parts[0]);
        String second = folded(parts[1]);
        if (first.equals(second)) {
            throw new RejectedException(
                    ErrorCode.NAME_CHARACTERS, "room name has one name twice (expected: " + DIRECT_RULE + ")");
        }
        return first.compareTo(second) < 0 ? DIRECT + first + "," + second : DIRECT + second + "," + first;
    }

    private static String folded(String name) {
        String folded = NameRule.folded(NameRule.normal(name, "room name", DIRECT_RULE, MAX_FOLDED_CODE_POINTS));
        // Once more: a letter may be folded into what no name has, such as U+FC61 into a space and two marks.
        return NameRule.normal(folded, "room name", DIRECT_RULE, MAX_FOLDED_CODE_POINTS);
    }

    @Override
    public int compareTo(RoomName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
