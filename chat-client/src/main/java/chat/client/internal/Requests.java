// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.ChatException;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was asked on the present connection and is not answered. Keeps to the number of commands that the server works on at
 * once. Confined to one event loop.
 */
final class Requests {

    /** Whoever waits for an answer. */
    interface Reply {
        /** The server answered; a refusal is an answer too. */
        void answered(Event event);

        /** There will be no answer. */
        void failed(ChatException cause);
    }

    private record Waiting(Function<String, Command> command, Reply reply) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Reply> flying = new HashMap<>();

    private long refs;

    /**
     * Takes a command in, behind those that wait.
     *
     * @param command makes the command from its {@code ref}
     */
    void add(Function<String, Command> command, Reply reply) {
        waiting.add(new Waiting(command, reply));
    }

    /**
     * Sends what waits, as far as the server takes it.
     *
     * @param limit how many commands the server works on at once
     * @param out sends a command; false if it cannot be sent at all
     */
    void send(int limit, Predicate<Command> out) {
        while (flying.size() < limit) {
            Waiting next = waiting.poll();
            if (next == null) {
                return;
            }
            if (!fly(next.command, next.reply, out)) {
                next.reply.failed(
                        new ChatException.Refused(ErrorCode.TEXT_TOO_LONG, "longer than this server takes at once"));
            }
        }
    }

    /** Sends a command now, past those that wait. Returns false if it cannot be sent; then nobody waits for an answer. */
    boolean fly(Function<String, Command> command, Reply reply, Predicate<Command> out) {
        String ref = Long.toString(++refs);
        if (!out.test(command.apply(ref))) {
            return false;
        }
        flying.put(ref, reply);
        return true;
    }

    /** How many commands wait for their turn. */
    int waiting() {
        return waiting.size();
    }

    /** How many commands are not answered. */
    int inFlight() {
        return flying.size();
    }

    /**
     * Hands an answer to whoever waits for it.
     *
     * @return false if nobody does
     */
    boolean answered(Event event) {
        String ref = ref(event);
        Reply reply = ref == null ? null : flying.remove(ref);
        if (reply == null) {
            return false;
        }
        reply.answered(event);
        return true;
    }

    /** Nothing will be answered any more, and nothing sent of what waits. */
    void connectionLost(ChatException cause) {
        List<Reply> lost = new ArrayList<>(flying.values());
        waiting.forEach(next -> lost.add(next.reply));
        flying.clear();
        waiting.clear();
        lost.forEach(reply -> reply.failed(cause));
    }

    private static @Nullable String ref(Event event) {
        return switch (event.type()) {
            case JOINED -> ((Event.Joined) event).ref();
            case SENT -> ((Event.Sent) event).ref();
            case PAGE -> ((Event.Page) event).ref();
            case ROOMS -> ((Event.RoomList) event).ref();
            case MEMBERS -> ((Event.MemberList) event).ref();
            case BLOCKS -> ((Event.BlockList) event).ref();
            case OK -> ((Event.Ok) event).ref();
            case PONG -> ((Event.Pong) event).ref();
            case ERROR -> ((Event.Rejected) event).ref();
            case WELCOME,
                    MESSAGE,
                    TOPIC,
                    MEMBER_JOINED,
                    MEMBER_LEFT,
                    CONFIGURED,
                    ROLE,
                    MODERATED,
                    DELETED,
                    PRESENCE,
                    DIRECT,
                    INVITED,
                    REMOVED,
                    GAP,
                    GOODBYE,
                    UNRECOGNISED -> null;
        };
    }
}
