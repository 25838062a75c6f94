// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.Event;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a connection that are not answered yet. Where a dialect has nothing that relates answers to commands,
 * it also keeps the answers in the order of their commands. Confined to the connection's event loop.
 *
 * <p>Bounded by the limit on commands in flight, as no command is decoded while it is full.
 */
final class ReplyQueue {

    /** The place of one answer. */
    static final class Slot {
        private @Nullable Event answer;
        private boolean answered;
        private boolean emitted;

        /** Whether the answer has left the queue. */
        boolean isEmitted() {
            return emitted;
        }
    }

    private final boolean ordered;
    private final Consumer<Event> out;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>(0);
    private int open;

    /**
     * @param ordered whether an answer waits for those to earlier commands
     * @param out takes the answers
     */
    ReplyQueue(boolean ordered, Consumer<Event> out) {
        this.ordered = ordered;
        this.out = out;
    }

    /** A command begins. */
    Slot begin() {
        Slot slot = new Slot();
        open++;
        if (ordered) {
            slots.add(slot);
        }
        return slot;
    }

    /**
     * A command has its answer.
     *
     * @throws IllegalStateException if it had one before
     */
    void answer(Slot slot, Event event) {
        if (slot.answered) {
            throw new IllegalStateException("a command was answered twice, now with " + event.type());
        }
        slot.answered = true;
        if (!ordered) {
            open--;
            slot.emitted = true;
            out.accept(event);
            return;
        }
        slot.answer = event;
        Slot first = slots.peek();
        while (first != null && first.answer != null) {
            slots.remove();
            open--;
            first.emitted = true;
            out.accept(first.answer);
            first = slots.peek();
        }
    }

    /** How many commands are in flight. */
    int size() {
        return open;
    }
}
