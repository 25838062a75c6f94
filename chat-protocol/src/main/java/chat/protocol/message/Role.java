// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody may do in a room that not everybody may; the highest first. */
public enum Role {
    /** Gives roles, sets how the room is used, and all that a moderator may. */
    OWNER("owner"),
    /** Says who may be in the room and who may speak. */
    MODERATOR("moderator"),
    /** Belongs to the room, also while not connected. */
    MEMBER("member");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** The value on the wire. */
    public String wireName() {
        return wireName;
    }

    /** The one with this name, or null. */
    public static @Nullable Role ofWireName(String wireName) {
        return Stream.of(values())
                .filter(value -> value.wireName.equals(wireName))
                .findAny()
                .orElse(null);
    }

    /** Whether it is a higher one; everything is above having none. */
    public boolean isAbove(@Nullable Role other) {
        return other == null || compareTo(other) < 0;
    }
}
