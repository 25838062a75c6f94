// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.RoomName;
import chat.server.log.CommitBatch;
import chat.server.log.CommitListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives the acknowledgements, notes what it was told, and can be made to wait or to throw. */
public final class RecordingListener implements CommitListener {

    private final List<CommitBatch> told = new CopyOnWriteArrayList<>();
    private final List<RoomName> rewritten = new CopyOnWriteArrayList<>();
    private final Semaphore calls = new Semaphore(0);
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile @Nullable Throwable thrown;

    @Override
    public void committed(CommitBatch batch) {
        told.add(batch);
        calls.release();
        try {
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Throwable fault = thrown;
        if (fault instanceof Error error) {
            throw error;
        } else if (fault instanceof RuntimeException exception) {
            throw exception;
        }
        batch.acknowledgements().forEach(ack -> ack.home().execute(ack::give));
    }

    @Override
    public void rewritten(RoomName room) {
        rewritten.add(room);
    }

    /** The rooms that were said to have been rewritten. */
    public List<RoomName> rewritten() {
        return rewritten;
    }

    /** Lets the next calls wait until {@link #release}. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    public void release() {
        held.countDown();
    }

    public void throwing(@Nullable Throwable fault) {
        thrown = fault;
    }

    /** Waits for a call that nobody has waited for yet. */
    public void awaitCall() {
        try {
            assertThat(calls.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What each call was about, such as {@code #lobby 1-3}. */
    public List<String> batches() {
        return told.stream()
                .map(batch -> batch.rooms().stream()
                        .map(room -> room.head().room() + " "
                                + room.entries().get(0).seq() + "-"
                                + room.entries().get(room.entries().size() - 1).seq())
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    public List<CommitBatch> told() {
        return told;
    }
}
