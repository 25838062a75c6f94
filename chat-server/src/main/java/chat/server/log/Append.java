// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An entry that somebody wants in a room's log.
 *
 * @param room whose log
 * @param from the name that is shown
 * @param sender who it is, however they are called; idempotency is by sender
 * @param event what happened
 * @param id under which the same message may come again; null if it is a new one every time
 * @param home where the answer is wanted, in practice the event loop of the caller
 * @param rightsSeq the last entry that changed rights in the room when the caller's were looked at: if there is a later
 *     one, nothing is stored, which is {@link chat.protocol.message.ErrorCode#CONFLICT}; null if that does not matter
 * @param condition asked when the entry would get its number, or null
 */
public record Append(
        LogHead room,
        AccountName from,
        SenderId sender,
        RoomEvent event,
        @Nullable ClientMessageId id,
        Executor home,
        @Nullable Long rightsSeq,
        @Nullable Condition condition) {

    /** Something that must hold at the moment at which an entry gets its number. */
    @FunctionalInterface
    public interface Condition {

        /**
         * Called on the log's writer thread; must not block.
         *
         * @throws RejectedException if it does not hold: then the entry is not stored
         */
        void require();
    }

    /** An append that is stored whatever else happens in the room. */
    public Append(
            LogHead room,
            AccountName from,
            SenderId sender,
            RoomEvent event,
            @Nullable ClientMessageId id,
            Executor home) {
        this(room, from, sender, event, id, home, null, null);
    }

    /**
     * Has it stored only if nobody's rights have changed meanwhile and the condition holds. For the log's writer, when the
     * entry is known to be a new one.
     *
     * @param lastRightsSeq the last entry in the room that changed rights; above {@link #rightsSeq} is a conflict
     * @throws chat.protocol.message.RejectedException if it is not to be stored
     */
    public void requireStorable(long lastRightsSeq) {
        if (rightsSeq != null && lastRightsSeq > rightsSeq) {
            throw new RejectedException(
                    ErrorCode.CONFLICT, "the roles in " + room.room() + " were changed at the same moment; ask again");
        }
        if (condition != null) {
            condition.require();
        }
    }
}
