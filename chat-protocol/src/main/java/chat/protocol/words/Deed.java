// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import org.jspecify.annotations.Nullable;

/** A message that tells what somebody does, as {@code /me} sends it. Thread-safe, as it keeps nothing. */
public final class Deed {

    private static final String PREFIX = "/me ";

    private Deed() {}

    /** What somebody does, to stand behind their name; null where a message says something else. */
    public static @Nullable String of(String text) {
        return text.startsWith(PREFIX) && text.length() > PREFIX.length() ? text.substring(PREFIX.length()) : null;
    }

    /** The message that tells that somebody does something. */
    public static String message(String what) {
        return PREFIX + what;
    }
}
