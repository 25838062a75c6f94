// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.ChatException;
import chat.client.SendResult;
import chat.client.Unacknowledged;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sends what is in the outbox and hears what became of it. Confined to one event loop. */
final class Messages {

    private final Outbox outbox;
    private final Requests requests;
    private final Later later;
    private final List<CompletableFuture<Void>> awaitingAll = new ArrayList<>();

    private @Nullable ChatException stranger;

    Messages(Outbox outbox, Requests requests, Later later) {
        this.outbox = outbox;
        this.requests = requests;
        this.later = later;
    }

    /** Takes a message in, behind all others. */
    void add(RoomName room, String text, CompletableFuture<SendResult> result) {
        outbox.add(room, text, result);
    }

    /** Takes a message in under its own id. Returns false if there is one under this id already. */
    boolean add(Unacknowledged message, CompletableFuture<SendResult> result) {
        if (stranger != null && message.sent()) {
            result.completeExceptionally(stranger);
            return true;
        }
        return outbox.add(message, result);
    }

    /** The server takes this client for somebody else from now on. */
    void senderChanged(ChatException cause) {
        stranger = cause;
        outbox.senderChanged(cause);
        settled();
    }

    /** The id of the next message. */
    long nextId() {
        return outbox.nextId();
    }

    /** Everything that is not acknowledged. */
    List<Unacknowledged> unacknowledged() {
        return outbox.unacknowledged();
    }

    /**
     * Sends what may be sent now.
     *
     * @param limit how many commands the server works on at once
     * @param out writes a command; false if it is longer than the server takes
     */
    void send(int limit, Predicate<Command> out) {
        while (requests.inFlight() < limit) {
            Outbox.Item item = outbox.next();
            if (item == null) {
                return;
            }
            boolean written = requests.fly(
                    ref -> new Command.Send(ref, item.room(), item.text(), item.id()), new Acknowledgement(item), out);
            if (!written) {
                outbox.reject(item, ErrorCode.TEXT_TOO_LONG, "text is longer than a frame of this server may be");
                settled();
            }
        }
    }

    /** Completes the result as soon as no message is unacknowledged. */
    void whenStored(CompletableFuture<Void> result) {
        awaitingAll.add(result);
        settled();
    }

    /** The connection has ended: what was on its way waits for the next one. */
    void connectionLost() {
        outbox.connectionLost();
    }

    /** Nothing will be sent any more. */
    void end(ChatException cause) {
        outbox.end(cause);
        List<CompletableFuture<Void>> awaiting = List.copyOf(awaitingAll);
        awaitingAll.clear();
        awaiting.forEach(result -> result.completeExceptionally(cause));
    }

    private void settled() {
        if (outbox.size() == 0) {
            List<CompletableFuture<Void>> awaiting = List.copyOf(awaitingAll);
            awaitingAll.clear();
            awaiting.forEach(result -> result.complete(null));
        }
    }

    /** Waits for what becomes of one message. */
    private final class Acknowledgement implements Requests.Reply {
        private final Outbox.Item item;

        private Acknowledgement(Outbox.Item item) {
            this.item = item;
        }

        @Override
        public void answered(Event event) {
            if (event instanceof Event.Sent sent) {
                outbox.stored(item, sent);
            } else if (!(event instanceof Event.Rejected rejected)) {
                outbox.reject(
                        item,
                        ErrorCode.INTERNAL,
                        "the server answered with " + event.type().wireName());
            } else if (outbox.refused(item, rejected.code(), rejected.message())) {
                later.run(outbox::resume, Refusals.pause(rejected.retryAfterMillis()));
            }
            settled();
        }

        @Override
        public void failed(ChatException cause) {
            // The outbox keeps the message for the next connection.
        }
    }
}
