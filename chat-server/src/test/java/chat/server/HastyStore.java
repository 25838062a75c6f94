// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.ClientMessageId;
import chat.protocol.message.RoomName;
import chat.server.log.Append;
import chat.server.log.Appended;
import chat.server.log.SenderId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Acknowledges before it commits, as a store does that writes behind: a message is answered as soon as it has a number. When it
 * goes down, what it has not written by then is gone.
 */
final class HastyStore extends BrokenStore {

    private record Key(SenderId sender, ClientMessageId id) {}

    private final Map<RoomName, Long> numbers = new HashMap<>();
    private final Map<Key, Appended> places = new HashMap<>();
    private final List<Append> unwritten = new ArrayList<>();
    private boolean writes = true;
    private int appended;

    HastyStore() {
        super(Fault.NONE);
    }

    /** How many messages it has acknowledged. */
    synchronized int appended() {
        return appended;
    }

    /** How many of them it has not written. */
    synchronized int unwritten() {
        return unwritten.size();
    }

    /** Writes nothing more before it goes down: the disk has become slow. */
    synchronized void stopWriting() {
        writes = false;
    }

    @Override
    public synchronized CompletionStage<Appended> append(Append append) {
        ClientMessageId id = append.id();
        if (!isOfTheRun(append.room().room()) || id == null) {
            return super.append(append);
        }
        Appended first = places.get(new Key(append.sender(), id));
        if (first != null) {
            return CompletableFuture.completedFuture(new Appended(first.seq(), first.atMillis(), true));
        }
        long seq = numbers.merge(append.room().room(), 1L, Long::sum);
        Appended place = new Appended(seq, AT_MILLIS, false);
        places.put(new Key(append.sender(), id), place);
        appended++;
        if (writes) {
            super.append(append);
        } else {
            unwritten.add(append);
        }
        return CompletableFuture.completedFuture(place);
    }

    @Override
    public void close() {
        super.close();
        synchronized (this) {
            for (Append lost : unwritten) {
                places.remove(new Key(lost.sender(), lost.id()));
                numbers.merge(lost.room().room(), -1L, Long::sum);
            }
            unwritten.clear();
            writes = true;
        }
    }
}
