// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.ChatException;
import chat.client.SendResult;
import chat.client.Unacknowledged;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are not acknowledged, in the order of their ids: those that wait and those that are on their way.
 * Whatever happens to a message on its way, short of an acknowledgement or a final refusal, makes it wait again, before
 * all newer ones. Confined to one event loop.
 */
final class Outbox {

    /** A message that is not acknowledged. */
    static final class Item {
        private final long id;
        private final RoomName room;
        private final String text;
        private final CompletableFuture<SendResult> result;
        private boolean sent;
        private int faults;

        private Item(Unacknowledged message, CompletableFuture<SendResult> result) {
            this.id = message.id();
            this.room = message.room();
            this.text = message.text();
            this.sent = message.sent();
            this.result = result;
        }

        long id() {
            return id;
        }

        RoomName room() {
            return room;
        }

        String text() {
            return text;
        }
    }

    /**
     * How far the ids on their way may lie apart: half of what the server remembers of a producer. Were it more, one that
     * is refused for a moment could be forgotten before it comes again.
     */
    static final int WINDOW = 512;

    /** How often the server may fail over one message before the message counts as the cause. */
    static final int MAX_FAULTS = 5;

    private final TreeMap<Long, Item> waiting = new TreeMap<>();
    private final TreeMap<Long, Item> flying = new TreeMap<>();

    private final boolean alwaysOneByOne;

    private long nextId;
    private boolean paused;
    private boolean oneByOne;

    /**
     * @param firstId the id of the first message
     * @param alwaysOneByOne whether never more than one is on its way, so that none can overtake another
     */
    Outbox(long firstId, boolean alwaysOneByOne) {
        this.nextId = firstId;
        this.alwaysOneByOne = alwaysOneByOne;
        this.oneByOne = alwaysOneByOne;
    }

    /** Takes a message in, behind all others. */
    void add(RoomName room, String text, CompletableFuture<SendResult> result) {
        long id = nextId++;
        waiting.put(id, new Item(new Unacknowledged(id, room, text, false), result));
    }

    /**
     * Takes a message in under its own id, which an earlier client may have used for it.
     *
     * @return false if there is one under this id already
     */
    boolean add(Unacknowledged message, CompletableFuture<SendResult> result) {
        if (waiting.containsKey(message.id()) || flying.containsKey(message.id())) {
            return false;
        }
        waiting.put(message.id(), new Item(message, result));
        nextId = Math.max(nextId, message.id() + 1);
        return true;
    }

    /** The next message to send, which from now on counts as on its way; null if there is none to send now. */
    @Nullable
    Item next() {
        if (paused || waiting.isEmpty() || (oneByOne && !flying.isEmpty())) {
            return null;
        }
        if (!flying.isEmpty() && waiting.firstKey() - flying.firstKey() >= WINDOW) {
            return null;
        }
        Item item = waiting.pollFirstEntry().getValue();
        item.sent = true;
        flying.put(item.id, item);
        return item;
    }

    /** Nothing that is on its way will be answered. */
    void connectionLost() {
        waiting.putAll(flying);
        flying.clear();
        paused = false;
    }

    /**
     * The server takes this client for somebody else from now on, and would store again what it has stored before: nothing
     * more can be done for a message that was on its way once.
     */
    void senderChanged(ChatException cause) {
        List<Item> uncertain =
                waiting.values().stream().filter(item -> item.sent).toList();
        uncertain.forEach(item -> {
            settled(item);
            item.result.completeExceptionally(cause);
        });
    }

    /** The id of the next message. */
    long nextId() {
        return nextId;
    }

    /** Everything that is not acknowledged, in the order of the ids. */
    List<Unacknowledged> unacknowledged() {
        TreeMap<Long, Item> all = new TreeMap<>(waiting);
        all.putAll(flying);
        return all.values().stream()
                .map(item -> new Unacknowledged(item.id, item.room, item.text, item.sent))
                .toList();
    }

    /** The server has stored a message. */
    void stored(Item item, Event.Sent sent) {
        settled(item);
        item.result.complete(new SendResult.Sent(sent.room(), item.id, sent.seq(), sent.atMillis(), sent.duplicate()));
    }

    /**
     * The server has refused a message.
     *
     * @return whether it waits again: then nothing is sent until {@link #resume}
     */
    boolean refused(Item item, ErrorCode code, String message) {
        if (!Refusals.arePassing(code) || (code == ErrorCode.INTERNAL && ++item.faults >= MAX_FAULTS)) {
            reject(item, code, message);
            return false;
        }
        flying.remove(item.id);
        waiting.put(item.id, item);
        paused = true;
        // With several on their way, a later one could be stored while an earlier one is refused again.
        oneByOne = true;
        return true;
    }

    /** A message cannot be sent at all, or was refused for good. */
    void reject(Item item, ErrorCode code, String message) {
        settled(item);
        item.result.complete(new SendResult.Rejected(item.room, item.id, code, message));
    }

    /** Ends the pause after a refusal. */
    void resume() {
        paused = false;
    }

    /** Nothing will be sent any more: completes every result with the exception. */
    void end(ChatException cause) {
        List<Item> all = new ArrayList<>(waiting.values());
        all.addAll(0, flying.values());
        waiting.clear();
        flying.clear();
        all.forEach(item -> item.result.completeExceptionally(cause));
    }

    /** How many messages are not acknowledged. */
    int size() {
        return waiting.size() + flying.size();
    }

    private void settled(Item item) {
        flying.remove(item.id);
        waiting.remove(item.id);
        if (size() == 0) {
            oneByOne = alwaysOneByOne;
        }
    }
}
