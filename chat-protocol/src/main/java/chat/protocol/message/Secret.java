// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password, a token or an invitation: whatever it is shown in, it is shown as {@code ***}. It can be cleared once; a copy
 * that was read from JSON or a command line may stay in memory longer. Confined to whoever has it, one thread at a time.
 */
public final class Secret {

    /** The most characters of any secret on the wire. */
    public static final int MAX_LENGTH = 1024;

    private final char[] value;

    /** Keeps a copy. */
    public Secret(String value) {
        this(value.toCharArray());
    }

    /** Keeps a copy of the characters, which whoever called may clear. */
    public Secret(char[] value) {
        this.value = value.clone();
    }

    /** What is secret, as a text that cannot be cleared: for what has to be written or normalised at once. */
    public String reveal() {
        return new String(value);
    }

    /** Overwrites it. */
    public void clear() {
        Arrays.fill(value, '\0');
    }

    /** In a time that does not depend on where the first difference is. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return StandardCharsets.UTF_16.encode(CharBuffer.wrap(value)).array();
    }
}
