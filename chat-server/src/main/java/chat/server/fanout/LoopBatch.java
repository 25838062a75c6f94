// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.server.log.Acknowledgement;
import java.util.ArrayList;
import java.util.List;

/** What one commit means for one event loop. Filled by the log's writer thread, then handed over. */
final class LoopBatch {

    /** New entries of a room that somebody on the loop follows. */
    record Delivery(RoomFanOut room, List<EncodedEntry> entries) {}

    private final List<Acknowledgement> acknowledgements = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>(1);
    private final long committedNanos;

    LoopBatch(long committedNanos) {
        this.committedNanos = committedNanos;
    }

    List<Acknowledgement> acknowledgements() {
        return acknowledgements;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    long committedNanos() {
        return committedNanos;
    }
}
