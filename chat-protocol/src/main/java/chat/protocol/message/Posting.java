// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who may speak in a room. */
public enum Posting {
    /** Everybody who is in it and not muted. */
    EVERYONE("everyone"),
    /** Moderators and owners: the room is for announcements. */
    MODERATORS("moderators");

    private final String wireName;

    Posting(String wireName) {
        this.wireName = wireName;
    }

    /** The value on the wire. */
    public String wireName() {
        return wireName;
    }

    /** The one with this name, or null. */
    public static @Nullable Posting ofWireName(String wireName) {
        return Stream.of(values())
                .filter(value -> value.wireName.equals(wireName))
                .findAny()
                .orElse(null);
    }
}
