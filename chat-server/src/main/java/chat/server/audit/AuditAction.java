// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be done that is kept for the operator. */
public enum AuditAction {
    /** An account was made. */
    ACCOUNT_ADDED,
    /** An account was deleted. */
    ACCOUNT_DELETED,
    /** An account was locked. */
    ACCOUNT_LOCKED,
    /** An account was unlocked. */
    ACCOUNT_UNLOCKED,
    /** An account has another password. */
    PASSWORD_SET,
    /** All proofs of an account were made void. */
    SIGNED_OUT,
    /** Sign-ins were refused; those of a minute in one record. */
    SIGN_IN_FAILED,
    /** A token was made. */
    TOKEN_ADDED,
    /** A token was made worth nothing. */
    TOKEN_REVOKED,
    /** An invitation was made. */
    INVITATION_ADDED,
    /** Somebody was invited to a room. */
    ROOM_INVITE,
    /** Somebody was sent out of a room. */
    ROOM_KICK,
    /** Somebody was banned from a room. */
    ROOM_BAN,
    /** The ban of somebody from a room was ended. */
    ROOM_UNBAN,
    /** Somebody was silenced in a room. */
    ROOM_MUTE,
    /** Somebody may speak in a room again. */
    ROOM_UNMUTE,
    /** Somebody was given a role in a room. */
    ROOM_ROLE,
    /** The settings of a room were changed. */
    ROOM_CONFIGURED,
    /** Somebody wants no direct messages from somebody else. */
    BLOCKED,
    /** Or does again. */
    UNBLOCKED,
    /** Addresses were banned from the server. */
    ADDRESS_BANNED,
    /** The ban of addresses from the server was ended. */
    ADDRESS_UNBANNED,
    /** The operator ended a connection. */
    CONNECTION_CLOSED;

    /** As it is stored and shown, such as {@code account-added}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The action of this name, or null if this server does not know it. */
    public static @Nullable AuditAction ofWireName(String name) {
        for (AuditAction action : values()) {
            if (action.wireName().equals(name)) {
                return action;
            }
        }
        return null;
    }
}
