// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.metrics.ServerMetrics;
import chat.server.store.CommitWriter;

/** Shows what the writer does in the meters. */
final class CommitMeters implements CommitWriter.Observer {

    private final ServerMetrics metrics;

    CommitMeters(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void committed(int messages, long oldestWaitedNanos) {
        metrics.committed(messages);
        metrics.commitTook(oldestWaitedNanos);
    }

    @Override
    public void bug() {
        metrics.bug();
    }
}
