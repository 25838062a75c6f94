// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.concurrent.CompletionStage;

/**
 * The logs of all rooms. Thread-safe; no method blocks.
 *
 * <p>What every implementation keeps to:
 *
 * <ul>
 *   <li>An append is acknowledged when it is as durable as {@link #durability} says, never before.
 *   <li>Within a room the numbers are 1, 2, 3, … in the order of the appends of any one thread.
 *   <li>{@link LogHead} is published after the commit and before the {@link CommitListener} is called.
 *   <li>Every stage is completed, also when the store fails or closes.
 * </ul>
 */
public interface RoomLog {

    /**
     * Appends an entry.
     *
     * @return completed on {@link Append#home} with the entry's place; or, exceptionally, with a {@link
     *     RejectedException}: {@link ErrorCode#BUSY} and {@link ErrorCode#ID_EXPIRED} mean that nothing new was stored, {@link
     *     ErrorCode#STORE_UNAVAILABLE} that it is not known
     */
    CompletionStage<Appended> append(Append append);

    /**
     * Reads a page.
     *
     * @param limit the most entries, at least 1
     * @param maxBytes about how many bytes of entries; one entry is always given, however large
     * @return completed on any thread; exceptionally with a {@link RejectedException} if the store cannot be read
     */
    CompletionStage<LogPage> read(LogHead room, LogRange range, int limit, int maxBytes);

    /** Makes an empty commit; completed on any thread when it is durable, exceptionally if the store takes no appends. */
    CompletionStage<Void> probe();

    /** What an acknowledgement means: {@code fsync}, {@code os} or {@code memory}. */
    String durability();
}
