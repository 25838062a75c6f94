// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who may be in a room. */
public enum Access {
    /** Everybody who is not banned. */
    PUBLIC("public"),
    /** Members, and accounts that are invited; for all others it is not there. */
    PRIVATE("private");

    private final String wireName;

    Access(String wireName) {
        this.wireName = wireName;
    }

    /** The value on the wire. */
    public String wireName() {
        return wireName;
    }

    /** The one with this name, or null. */
    public static @Nullable Access ofWireName(String wireName) {
        return Stream.of(values())
                .filter(value -> value.wireName.equals(wireName))
                .findAny()
                .orElse(null);
    }
}
