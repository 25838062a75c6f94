// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import chat.protocol.message.RoomName;

/**
 * The one door through which committed entries, of whatever origin, leave the store.
 *
 * <p>Called on the log's writer thread, with every batch in order, after the heads of its rooms have been published. It
 * must not block. What it throws is logged and changes nothing: acknowledgements that it did not give are given by the
 * writer.
 */
@FunctionalInterface
public interface CommitListener {

    /** A batch has become durable. */
    void committed(CommitBatch batch);

    /** Entries of a room that were committed before have been changed: what is kept of their contents is outdated. */
    default void rewritten(RoomName room) {}
}
