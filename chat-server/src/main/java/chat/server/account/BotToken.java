// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.RoomName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a bot signs in with, as it is kept.
 *
 * @param key its number and the digest of its secret
 * @param accountId whose it is
 * @param name for the operator
 * @param rooms where it may be used; empty for everywhere
 * @param createdMillis when it was made, in milliseconds since 1970
 * @param expiresMillis from when on it is worth nothing, or null for never
 * @param isRevoked whether it is worth nothing any more
 */
public record BotToken(
        SecretKey key,
        long accountId,
        String name,
        Set<RoomName> rooms,
        long createdMillis,
        @Nullable Long expiresMillis,
        boolean isRevoked) {

    /** What the text form begins with. */
    public static final String KIND = "chat";

    /** Keeps a copy of the set. */
    public BotToken {
        rooms = Set.copyOf(rooms);
    }

    /** Whether it is worth something at this time. */
    public boolean isGood(long nowMillis) {
        return !isRevoked && (expiresMillis == null || nowMillis < expiresMillis);
    }

    /** The same, worth nothing any more. */
    public BotToken revoked() {
        return new BotToken(key, accountId, name, rooms, createdMillis, expiresMillis, true);
    }
}
