// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/** The name of a room: {@code #} and a name, in lower case, since {@code #Lobby} and {@code #lobby} are one room. */
public record RoomName(String value) implements Comparable<RoomName> {

    /** The most code points a name may have after its {@code #}. */
    public static final int MAX_CODE_POINTS = 64;

    /** The rule, for error messages and documentation. */
    public static final String RULE = "# and 1 to " + MAX_CODE_POINTS
            + " letters of one script, digits, - _ or . and no space; the first a letter, a digit or _";

    /**
     * @param value the name with its {@code #}, in any case
     * @throws RejectedException with a {@code name-…} code if it breaks {@link #RULE}
     */
    public RoomName {
        if (value.isEmpty() || value.equals("#")) {
            throw new RejectedException(ErrorCode.NAME_EMPTY, "room name is empty (expected: " + RULE + ")");
        }
        if (value.charAt(0) != '#') {
            throw new RejectedException(
                    ErrorCode.NAME_CHARACTERS, "room name does not begin with # (expected: " + RULE + ")");
        }
        String folded = NameRule.folded(NameRule.normal(value.substring(1), "room name", RULE, MAX_CODE_POINTS));
        // It is the folded name that is shown. Folding may lengthen it.
        value = "#" + NameRule.checked(folded, "room name", RULE, MAX_CODE_POINTS);
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
