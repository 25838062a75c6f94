// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.AccountName;
import java.util.Map;

/** Gives each name a colour, always the same one. Thread-safe, as it keeps nothing. */
public final class NameColours {

    /**
     * Of the 256 colours of xterm those that can be read on black and on white: neither very dark nor very light, no greys.
     */
    private static final int[] READABLE = {
        31, 32, 33, 35, 37, 38, 61, 62, 63, 64, 65, 67, 68, 69, 70, 71, 72, 73, 91, 92, 96, 97, 98, 99, 100, 103, 106,
        107, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 139, 142, 160, 161, 162, 163, 164,
        166, 167, 168, 169, 170, 172, 173, 174
    };

    private NameColours() {}

    /** The colour's number, 16 to 255. */
    public static int of(AccountName name) {
        // The hash of a string is the same in every JVM; mixed, as those of like names differ in the lowest bits only.
        int mixed = name.hashCode() * 0x9E3779B9;
        return READABLE[Math.floorMod(mixed >>> 8, READABLE.length)];
    }

    /** Whether a person wants colours, see no-color.org. */
    public static boolean wanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
