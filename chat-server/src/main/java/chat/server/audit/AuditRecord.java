// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import chat.protocol.message.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done.
 *
 * @param atMillis when, in milliseconds since 1970
 * @param actor by whom, and from where
 * @param action what
 * @param subject to whom or what: a name, the number of a token, a range of addresses
 * @param room where, or null if it was in no room
 * @param detail what exactly, such as a role or until when; may be empty
 * @param reason why, in the words of the actor; may be empty
 */
public record AuditRecord(
        long atMillis,
        Actor actor,
        AuditAction action,
        String subject,
        @Nullable RoomName room,
        String detail,
        String reason) {

    /** The same as it is kept. */
    public Kept kept(long number) {
        return new Kept(number, atMillis, actor, action.wireName(), subject, room, detail, reason);
    }

    /**
     * A record that is kept.
     *
     * @param number 1, 2, 3, …, rising with time
     * @param action {@link AuditAction#wireName}, or one that a newer server has written
     */
    public record Kept(
            long number,
            long atMillis,
            Actor actor,
            String action,
            String subject,
            @Nullable RoomName room,
            String detail,
            String reason) {}
}
