// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a moderator can do about somebody in a room. */
public enum Measure {
    /** Lets an account into a private room. */
    INVITE("invite"),
    /** Ends membership and presence; the way back is open, if the room is public or an invitation follows. */
    KICK("kick"),
    /** As kick, with no way back until it ends. */
    BAN("ban"),
    /** Ends a ban. */
    UNBAN("unban"),
    /** Lets somebody read, but not speak, until it ends. */
    MUTE("mute"),
    /** Ends a mute. */
    UNMUTE("unmute");

    private final String wireName;

    Measure(String wireName) {
        this.wireName = wireName;
    }

    /** The value on the wire. */
    public String wireName() {
        return wireName;
    }

    /** The one with this name, or null. */
    public static @Nullable Measure ofWireName(String wireName) {
        return Stream.of(values())
                .filter(value -> value.wireName.equals(wireName))
                .findAny()
                .orElse(null);
    }

    /** Whether it may have an end. */
    public boolean isTimed() {
        return this == BAN || this == MUTE;
    }
}
