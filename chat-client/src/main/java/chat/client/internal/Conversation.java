// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.ChatException;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ChatState;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.client.ConnectionStatus.Trouble;
import chat.client.SendResult;
import chat.client.Unacknowledged;
import chat.protocol.line.RefusalLine;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.protocol.message.Texts;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a server, over as many connections as it takes: makes them, says hello, and hands what comes to
 * those it concerns. Confined to one event loop: every method, and every stage that it completes, runs there.
 */
public final class Conversation implements Link.Owner {

    private static final int MAX_WAITING_REQUESTS = 1_000;

    private static final Duration GOODBYE_PATIENCE = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final ChatOptions options;
    private final ChatListener listener;
    private final LongSupplier nanoTime;
    private final Reconnector reconnector;
    private final Handshake handshake;
    private final Requests requests = new Requests();
    private final Messages messages;
    private final Rooms rooms;
    private final CompletableFuture<Event.Welcome> ready;
    private final Timers timers;

    private ConnectionState state = ConnectionState.CONNECTING;
    private ChatException.@Nullable Ended ended;
    private @Nullable Link link;
    private Event.@Nullable Welcome welcome;
    private @Nullable Heartbeat heartbeat;
    private int maxTextBytes = Integer.MAX_VALUE;
    private int server;
    private boolean followsDirects;
    private @Nullable ChatState last;

    /**
     * @param loop where all of it happens
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param random where jitter comes from
     * @param ready completed with the first welcome, or with the reason why there will be none
     */
    public Conversation(
            EventLoop loop,
            ChatOptions options,
            ChatListener listener,
            LongSupplier nanoTime,
            RandomGenerator random,
            CompletableFuture<Event.Welcome> ready) {
        this.loop = loop;
        this.timers = new Timers(loop);
        this.options = options;
        this.listener = new GuardedListener(listener);
        this.nanoTime = nanoTime;
        this.reconnector = new Reconnector(options.backOff(), nanoTime, random);
        this.handshake = new Handshake(options);
        this.messages = new Messages(new Outbox(options.firstId(), options.oneByOne()), requests, this::later);
        this.rooms = new Rooms(this.listener, requests, this::later);
        this.ready = ready;
    }

    /** Makes the first connection. */
    public void start() {
        listener.onConnection(new ConnectionStatus(state, Trouble.NONE, "", null));
        connect();
    }

    /** Follows a room, see {@link Rooms#join}. */
    public void join(
            RoomName room, @Nullable Position after, @Nullable Integer last, CompletableFuture<Event.Joined> result) {
        if (!failed(result)) {
            rooms.join(room, after, last, result);
            pump();
        }
    }

    /** Follows a room without becoming a member, see {@link Rooms#follow}. */
    public void follow(
            RoomName room, @Nullable Position after, @Nullable Integer last, CompletableFuture<Event.Joined> result) {
        if (!failed(result)) {
            rooms.follow(room, after, last, result);
            pump();
        }
    }

    /** Follows every direct room from now on in which something is said. */
    public void followDirects() {
        followsDirects = true;
    }

    private void direct(Event.Direct direct) {
        listener.onDirect(direct);
        if (followsDirects) {
            Position seen = new Position(direct.epoch(), direct.seen(), null);
            rooms.join(direct.room(), seen, null, new CompletableFuture<>());
        }
    }

    /** Follows a room no longer. */
    public void leave(RoomName room, CompletableFuture<Void> result) {
        if (!failed(result)) {
            rooms.leave(room, result);
            pump();
        }
    }

    /** Sends a message, now or when there is a connection. */
    public void send(RoomName room, String text, CompletableFuture<SendResult> result) {
        if (failed(result)) {
            return;
        }
        try {
            Texts.message(text, maxTextBytes);
        } catch (RejectedException e) {
            result.complete(new SendResult.Rejected(room, 0, e.code(), e.reason()));
            return;
        }
        messages.add(room, text, result);
        pump();
    }

    /** Sends a message under the id that it has, now or when there is a connection. */
    public void sendAgain(Unacknowledged message, CompletableFuture<SendResult> result) {
        if (failed(result)) {
            return;
        }
        try {
            Texts.message(message.text(), maxTextBytes);
        } catch (RejectedException e) {
            result.complete(new SendResult.Rejected(message.room(), message.id(), e.code(), e.reason()));
            return;
        }
        if (!messages.add(message, result)) {
            result.completeExceptionally(new IllegalArgumentException("id: " + message.id() + " is in use"));
        }
        pump();
    }

    /** Everything that a later client needs to go on. */
    public void state(CompletableFuture<ChatState> result) {
        assert loop.inEventLoop();
        result.complete(last == null ? state() : last);
    }

    /** Asks something that only makes sense on the present connection. */
    public void ask(Function<String, Command> command, CompletableFuture<Event> result) {
        if (failed(result)) {
            return;
        }
        if (welcome == null) {
            result.completeExceptionally(new ChatException.NotConnected("there is no connection at the moment"));
        } else if (requests.waiting() >= MAX_WAITING_REQUESTS) {
            result.completeExceptionally(new ChatException.TooMuchWaiting("too many questions are not answered yet"));
        } else {
            requests.add(command, new Answer(result));
            pump();
        }
    }

    /** Keeps a name that the server has agreed to. */
    public void renamed(AccountName name) {
        handshake.renamed(name);
    }

    /** Keeps a password that the server has agreed to, and the proof that came with it. */
    public void passwordChanged(Secret password, @Nullable String proof) {
        handshake.passwordChanged(password, proof);
    }

    /** Completes the result when no message waits for its acknowledgement. */
    public void whenStored(CompletableFuture<Void> result) {
        if (!failed(result)) {
            messages.whenStored(result);
        }
    }

    /** Ends the conversation; the result is completed when the connection is gone. */
    public void close(CompletableFuture<Void> result) {
        Link leaving = link;
        boolean polite = welcome != null;
        if (!state.isFinal()) {
            end(ConnectionState.CLOSED, Trouble.NONE, "closed by this side", polite);
        }
        if (leaving != null && polite) {
            leaving.send(new Command.Quit());
            leaving.flush();
            leaving.dropWithin(GOODBYE_PATIENCE).addListener(done -> result.complete(null));
        } else {
            result.complete(null);
        }
    }

    @Override
    public void opened(Link opened) {
        if (opened != link) {
            return;
        }
        opened.send(handshake.begin());
        opened.flush();
        timers.schedule(
                () -> lost(Trouble.LOST, "the server did not welcome this client in time"), options.connectTimeout());
    }

    @Override
    public void received(Link from, Event event) {
        if (from != link) {
            return;
        }
        switch (event.type()) {
            case WELCOME -> welcomed((Event.Welcome) event);
            case GOODBYE -> goodbye((Event.Goodbye) event);
            case ERROR -> rejected((Event.Rejected) event);
            case PRESENCE -> rooms.presence((Event.Presence) event);
            case INVITED -> listener.onInvited((Event.Invited) event);
            case REMOVED -> rooms.removed((Event.Removed) event);
            case DIRECT -> direct((Event.Direct) event);
            case GAP -> rooms.gap((Event.Gap) event);
            case JOINED, SENT, PAGE, ROOMS, MEMBERS, BLOCKS, OK, PONG -> requests.answered(event);
            case MESSAGE, TOPIC, MEMBER_JOINED, MEMBER_LEFT, CONFIGURED, ROLE, MODERATED, DELETED ->
                rooms.entry((LogEntry) event);
            case UNRECOGNISED -> {
                // What is no entry either is for newer clients.
                if (event instanceof LogEntry entry) {
                    rooms.entry(entry);
                }
            }
        }
    }

    @Override
    public void readComplete(Link from) {
        if (from == link) {
            if (heartbeat != null) {
                heartbeat.read();
            }
            pump();
        }
    }

    @Override
    public void refused(Link from, String reason) {
        if (from == link) {
            String told = "the server refused: " + reason;
            if (RefusalLine.isFinal(reason)) {
                end(ConnectionState.FAILED, Trouble.REFUSED, told, false);
            } else {
                lost(Trouble.REFUSED, told);
            }
        }
    }

    @Override
    public void untrusted(Link from, String reason) {
        if (from == link) {
            end(ConnectionState.FAILED, Trouble.UNTRUSTED, reason, false);
        }
    }

    @Override
    public void closed(Link from, boolean opened, String reason) {
        if (from == link) {
            lost(opened ? Trouble.LOST : Trouble.UNREACHABLE, reason);
        }
    }

    private void connect() {
        link = Link.open(
                loop,
                options.servers().get(server % options.servers().size()),
                options.connectTimeout(),
                options.tls(),
                this);
    }

    private void welcomed(Event.Welcome newWelcome) {
        Link welcoming = link;
        if (welcome != null || welcoming == null) {
            return;
        }
        timers.cancelAll();
        welcome = newWelcome;
        maxTextBytes = newWelcome.limits().textBytes();
        welcoming.limitFrames(newWelcome.limits().frameBytes());
        if (handshake.welcomed(newWelcome)) {
            messages.senderChanged(new ChatException.Uncertain("the server no longer knows who sent it"));
        }
        reconnector.established();
        Heartbeat newHeartbeat = new Heartbeat(nanoTime, newWelcome.heartbeatSeconds());
        heartbeat = newHeartbeat;
        checkLater(newHeartbeat);
        state = ConnectionState.ONLINE;
        rooms.online();
        listener.onWelcome(newWelcome);
        listener.onConnection(new ConnectionStatus(state, Trouble.NONE, "", null));
        ready.complete(newWelcome);
    }

    private void rejected(Event.Rejected rejected) {
        if (welcome != null) {
            if (!requests.answered(rejected)) {
                listener.onRejected(rejected);
            }
            return;
        }
        Handshake.Outcome outcome = handshake.refused(rejected.code(), rejected.retryAfterMillis());
        String reason = "the server refused: " + rejected.message();
        if (outcome instanceof Handshake.Outcome.Again again && link != null) {
            link.send(again.hello());
            link.flush();
        } else if (outcome instanceof Handshake.Outcome.Later later) {
            lost(Trouble.REFUSED, reason, reconnector.askedToWait(later.retryAfterMillis()));
        } else if (outcome instanceof Handshake.Outcome.Forgotten) {
            end(ConnectionState.FAILED, Trouble.FORGOTTEN, reason, false);
        } else if (outcome instanceof Handshake.Outcome.Never never) {
            end(ConnectionState.FAILED, never.trouble(), reason, false);
        }
    }

    private void goodbye(Event.Goodbye goodbye) {
        String reason = "the server said goodbye: " + goodbye.reason();
        Reconnector.Next next = reconnector.goodbye(goodbye.code(), goodbye.reconnectAfterMillis());
        lost(next instanceof Reconnector.Next.Never ? Trouble.REFUSED : Trouble.LOST, reason, next);
    }

    private void lost(Trouble trouble, String reason) {
        if (trouble == Trouble.UNREACHABLE) {
            server++;
        }
        lost(trouble, reason, reconnector.lost());
    }

    private void lost(Trouble trouble, String reason, Reconnector.Next next) {
        if (!(next instanceof Reconnector.Next.After after)) {
            end(ConnectionState.FAILED, trouble, reason, false);
            return;
        }
        disconnected(reason, false);
        state = state == ConnectionState.CONNECTING ? state : ConnectionState.RECONNECTING;
        timers.schedule(this::connect, after.delay());
        listener.onConnection(new ConnectionStatus(state, trouble, reason, after.delay()));
    }

    private void end(ConnectionState finalState, Trouble trouble, String reason, boolean leaveOpen) {
        disconnected(reason, leaveOpen);
        last = state();
        state = finalState;
        ChatException.Ended cause = new ChatException.Ended(reason, trouble);
        ended = cause;
        // Told before the stages fail: whoever sees one of them fail should know why.
        listener.onConnection(new ConnectionStatus(state, trouble, reason, null));
        rooms.end(cause);
        messages.end(cause);
        ready.completeExceptionally(cause);
    }

    private void disconnected(String reason, boolean leaveOpen) {
        if (link != null && !leaveOpen) {
            link.drop();
        }
        link = null;
        welcome = null;
        heartbeat = null;
        timers.cancelAll();
        requests.connectionLost(new ChatException.NotConnected(reason));
        rooms.connectionLost();
        messages.connectionLost();
    }

    private ChatState state() {
        return new ChatState(
                options.producer(),
                messages.nextId(),
                handshake.resume(),
                rooms.positions(),
                messages.unacknowledged());
    }

    /** Sends whatever may be sent now. To be called after anything that may have made something ready. */
    private void pump() {
        Link open = link;
        Event.Welcome present = welcome;
        if (open != null && present != null) {
            int window = Math.max(1, Math.min(present.limits().inFlight(), Outbox.WINDOW));
            requests.send(window, this::write);
            if (requests.waiting() == 0 && rooms.settled()) {
                messages.send(window, this::write);
            }
            open.flush();
        }
    }

    private boolean write(Command command) {
        if (heartbeat != null) {
            heartbeat.wrote();
        }
        return link != null && link.send(command);
    }

    private void checkLater(Heartbeat checked) {
        later(() -> check(checked), Heartbeat.CHECK_EVERY);
    }

    private void check(Heartbeat checked) {
        switch (checked.check()) {
            case GIVE_UP -> {
                lost(Trouble.LOST, "the server has fallen silent");
                return;
            }
            case PING ->
                requests.fly(ref -> new Command.Ping(ref, null), new Answer(new CompletableFuture<>()), this::write);
            case NOTHING -> {}
        }
        checkLater(checked);
    }

    /** Runs a task later, unless the connection has ended by then. */
    private void later(Runnable task, Duration delay) {
        timers.schedule(
                () -> {
                    task.run();
                    pump();
                },
                delay);
    }

    private boolean failed(CompletableFuture<?> result) {
        assert loop.inEventLoop();
        if (ended != null) {
            result.completeExceptionally(ended);
            return true;
        }
        return false;
    }
}
