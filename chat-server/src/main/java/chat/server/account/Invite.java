// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import org.jspecify.annotations.Nullable;

/**
 * Lets people make accounts who otherwise may not.
 *
 * @param key its number, 0 before the store has given it one, and the digest of its secret
 * @param uses how many more accounts it is good for
 * @param expiresMillis from when on it is worth nothing, or null for never
 */
public record Invite(SecretKey key, int uses, @Nullable Long expiresMillis) {

    /** What the text form begins with. */
    public static final String KIND = "invite";

    /** Whether it is worth something at this time. */
    public boolean isGood(long nowMillis) {
        return uses > 0 && (expiresMillis == null || nowMillis < expiresMillis);
    }
}
