// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Of what in a room somebody is told who may be looking elsewhere. */
public enum Alert {
    OFF,
    MENTIONS,
    ALL;

    /** The one that is written like this in lower case, or null. */
    public static @Nullable Alert ofWord(String word) {
        for (Alert alert : values()) {
            if (alert.word().equals(word)) {
                return alert;
            }
        }
        return null;
    }

    /** How it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
