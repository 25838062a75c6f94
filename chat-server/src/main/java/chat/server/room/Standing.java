// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

import chat.protocol.message.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a room holds of somebody. Immutable.
 *
 * @param role null for who is no member
 * @param invited whether a private room is open to them although they are no member yet
 * @param bannedUntilMillis the end of a ban in epoch milliseconds; {@link #NEVER} for none, {@link #FOR_EVER} for one
 *     without end
 * @param mutedUntilMillis likewise
 */
public record Standing(@Nullable Role role, boolean invited, long bannedUntilMillis, long mutedUntilMillis) {

    /** Before all time: not banned, not muted. */
    public static final long NEVER = 0;

    /** After all time. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    /** Of somebody the room knows nothing of. */
    public static final Standing NONE = new Standing(null, false, NEVER, NEVER);

    /** Whether they are banned at a time, in epoch milliseconds. */
    public boolean isBanned(long nowMillis) {
        return nowMillis < bannedUntilMillis;
    }

    /** Whether they are muted at a time, in epoch milliseconds. */
    public boolean isMuted(long nowMillis) {
        return nowMillis < mutedUntilMillis;
    }

    /** Whether their role is this one or higher. */
    public boolean isAtLeast(Role least) {
        return role == least || (role != null && role.isAbove(least));
    }

    Standing withRole(@Nullable Role given) {
        return new Standing(given, false, bannedUntilMillis, mutedUntilMillis);
    }

    Standing withInvitation() {
        return new Standing(role, role == null, bannedUntilMillis, mutedUntilMillis);
    }

    Standing withBan(long untilMillis) {
        return new Standing(null, false, untilMillis, mutedUntilMillis);
    }

    Standing withoutBan() {
        return new Standing(role, invited, NEVER, mutedUntilMillis);
    }

    Standing withMute(long untilMillis) {
        return new Standing(role, invited, bannedUntilMillis, untilMillis);
    }
}
