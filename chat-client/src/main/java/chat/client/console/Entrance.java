// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ConnectionState;
import chat.protocol.message.Event;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Brings the person into rooms, as far as the server lets them in. Thread-safe; never waits, and no stage of it fails. */
final class Entrance {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final ChatClient client;
    private final Place place;
    private final RecentNames names;
    private final Transcript transcript;

    /** The room that the person is about to be in, if the server lets them. Compared by identity. */
    private final AtomicReference<@Nullable RoomName> entering = new AtomicReference<>();

    Entrance(ChatClient client, Place place, RecentNames names, Transcript transcript) {
        this.client = client;
        this.place = place;
        this.names = names;
        this.transcript = transcript;
    }

    /** What tells which room the person is about to be in, as long as it does not. Compared by identity. */
    private final AtomicReference<@Nullable CompletionStage<RoomName>> finding = new AtomicReference<>();

    /** The room for which what the person says now is meant, or null for none. */
    @Nullable
    RoomName spokenTo() {
        RoomName next = entering.get();
        if (next == null) {
            return place.current();
        }
        if (place.view().state() != ConnectionState.ONLINE && entering.compareAndSet(next, null)) {
            // It may take long until it is known: what is said has to be seen where it goes.
            place.enter(next);
        }
        return next;
    }

    /** The person stays, or goes somewhere else than where they were about to be. */
    void stay() {
        finding.set(null);
        entering.set(null);
    }

    /** Whether it is not known yet for which room what the person says now is meant. */
    boolean isFinding() {
        return finding.get() != null;
    }

    /**
     * Enters a room as soon as it is known which, unless the person has gone elsewhere until then.
     *
     * @param target fails if there is none; so does what is returned then
     */
    CompletionStage<Void> enter(CompletionStage<RoomName> target) {
        finding.set(target);
        return target.whenComplete((room, failure) -> {
                    if (failure != null) {
                        finding.compareAndSet(target, null);
                    }
                })
                .thenCompose(room -> finding.compareAndSet(target, null) ? enter(room) : DONE);
    }

    /**
     * Enters a room at once, and leaves it again if the server does not let the person in; where rooms keep their places, it is
     * closed then, with what was typed in it.
     *
     * @param after what they saw last there, or null if they were not
     */
    CompletionStage<Void> join(RoomName room, @Nullable Position after) {
        boolean open = place.view().isOpen(room);
        place.enter(room);
        return open ? DONE : joined(room, after == null ? client.join(room) : client.joinAfter(room, after));
    }

    /**
     * Enters a room as soon as the server lets the person in. Where they are until then is where they stay if it does not; what
     * they say meanwhile is for that room, and for no other, and so is what they are typing when they are let in.
     */
    CompletionStage<Void> enter(RoomName room) {
        Place.View view = place.view();
        if (view.isOpen(room) || view.state() != ConnectionState.ONLINE) {
            return join(room, null);
        }
        entering.set(room);
        return joined(room, client.join(room));
    }

    private CompletionStage<Void> joined(RoomName room, CompletionStage<Event.Joined> joining) {
        return joining.handle((joined, failure) -> {
            boolean expected = entering.compareAndSet(room, room);
            if (failure == null) {
                place.open(room);
                if (expected) {
                    transcript.board().takeAlong(room);
                    place.enter(room);
                }
                entering.compareAndSet(room, null);
                client.members(room).thenAccept(members -> members.forEach(member -> names.present(member.name())));
                return null;
            }
            entering.compareAndSet(room, null);
            if (transcript.board().closes()) {
                place.close(room);
            } else {
                place.exit(room);
            }
            // The end of everything is told elsewhere.
            ChatException cause = ChatException.behind(failure);
            if (!(cause instanceof ChatException.Ended)) {
                transcript.fault("cannot join " + room + ": " + (cause == null ? failure.toString() : cause.reason()));
            }
            return null;
        });
    }
}
