// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.client.internal.Conversation;
import chat.client.internal.Registration;
import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.Measure;
import chat.protocol.message.Position;
import chat.protocol.message.Posting;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a chat server that outlives connections: it comes back by itself, joins its rooms again where it
 * was, and sends again what was not acknowledged, under the same ids, so that no message is lost or stored twice and no
 * entry is told twice.
 *
 * <p><b>Threads.</b> Thread-safe: every method may be called from any thread, listeners' included. No method blocks but {@link
 * #close}. Stages are completed on the client's one event loop thread, as {@link ChatListener} is called there: what depends
 * on them must not wait for the client. The thread is a daemon; a program that has nothing else to do has to wait for
 * something of its own.
 *
 * <p><b>Units.</b> Durations are {@link Duration}s; a name that ends in {@code Millis} is a time in milliseconds since 1970, as
 * the server's clock has it. Positions in a log are numbers from 1 without a hole within an epoch; ids of messages are 1 to
 * 2<sup>53</sup> − 1. The limits of texts are bytes in UTF-8. There is no time limit but the caller's own, such as {@link
 * CompletableFuture#orTimeout}: giving up on a stage takes nothing back.
 *
 * <p><b>Errors.</b> A stage that fails does so with a {@link ChatException}, which {@link ChatException#behind} finds in what
 * {@code java.util.concurrent} has wrapped around it. A message that the server refuses is no failure but a {@link
 * SendResult.Rejected}. An argument out of range throws {@link IllegalArgumentException} at once. What ends a conversation for
 * good, such as a refused sign-in, is told by {@link ChatListener#onConnection}, and fails every stage that is open.
 *
 * <p><b>What survives a lost connection:</b> the rooms that are joined or followed, each with its place; messages that are not
 * acknowledged, with their ids and their order; the name, as far as the server still knows who this is; and every stage of
 * these. Questions do not: what only asks ({@link #history}, {@link #rooms}, {@link #members}, {@link #ping}) or changes
 * something ({@link #topic}, {@link #moderate} and the like) fails with {@link ChatException.NotConnected}, as it is not known
 * whether it was done. Entries that were missed are told when the connection is back; those that the server no longer has are
 * told by {@link ChatListener#onGap}, and another log by {@link ChatListener#onNewLog}. What survives the process is the
 * caller's to keep: {@link #state}.
 *
 * <pre>{@code
 * try (ChatClient chat = ChatClient.connect(ChatOptions.to(new ServerAddress("127.0.0.1", 8080)), listener)) {
 *     RoomName lobby = new RoomName("#lobby");
 *     chat.join(lobby);
 *     SendResult result = chat.send(lobby, "hello").toCompletableFuture().get(10, TimeUnit.SECONDS);
 * }
 * }</pre>
 */
public final class ChatClient implements AutoCloseable {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Conversation conversation;
    private final CompletableFuture<Event.Welcome> ready = new CompletableFuture<>();
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final int outboxLimit;

    private ChatClient(ChatOptions options, ChatListener listener) {
        outboxLimit = options.outboxLimit();
        group = newGroup();
        loop = group.next();
        conversation = new Conversation(loop, options, listener, System::nanoTime, new SplittableRandom(), ready);
    }

    /**
     * Begins a conversation. Returns at once; see {@link #ready} and {@link ChatListener#onConnection}.
     *
     * @param listener is told what happens
     */
    public static ChatClient connect(ChatOptions options, ChatListener listener) {
        ChatClient client = new ChatClient(options, listener);
        client.loop.execute(client.conversation::start);
        return client;
    }

    /**
     * Completes with the first welcome. As long as no server can be reached it stays open and the client keeps trying; it
     * fails with {@link ChatException.Ended} when the server refuses this client for good, or the client is closed.
     */
    public CompletionStage<Event.Welcome> ready() {
        return ready.minimalCompletionStage();
    }

    /**
     * Follows a room from now on, on this and all later connections, beginning with as many of its last entries as the server
     * chooses. Joining a room that is followed already changes nothing.
     *
     * @return completes when the room is followed, which may be after the next connection is made; fails with {@link
     *     ChatException.Refused}
     */
    public CompletionStage<Event.Joined> join(RoomName room) {
        return join(room, null, null);
    }

    /**
     * Like {@link #join(RoomName)}, beginning with this many of the last entries.
     *
     * @param last 0 or more; the server may begin with fewer
     */
    public CompletionStage<Event.Joined> joinLast(RoomName room, int last) {
        return join(room, null, requireLast(last));
    }

    /**
     * Like {@link #join(RoomName)}, going on after an entry that was seen.
     *
     * @param after the last entry that was seen, as kept from an earlier conversation
     */
    public CompletionStage<Event.Joined> joinAfter(RoomName room, Position after) {
        return join(room, after, null);
    }

    /**
     * Follows a room from now on, on this and all later connections, and nothing more: unlike {@link #join(RoomName)} it makes
     * no room, and an account does not become a member. One that is a member stays it. It is refused to whom the room is closed,
     * by a ban or because it is private. Following a room that is followed already changes
     * nothing; {@link #join(RoomName)} of one makes the account a member, and goes on where this was.
     *
     * <p>{@link #leave} ends a membership, whether the room was joined or followed: who only wants to follow no longer, and
     * stay a member, closes the client.
     *
     * @return completes when the room is followed, which may be after the next connection is made; fails with {@link
     *     ChatException.Refused}, of a room that is not there with {@code no-such-room}
     */
    public CompletionStage<Event.Joined> follow(RoomName room) {
        return follow(room, null, null);
    }

    /**
     * Like {@link #follow(RoomName)}, beginning with this many of the last entries.
     *
     * @param last 0 or more; the server may begin with fewer
     */
    public CompletionStage<Event.Joined> followLast(RoomName room, int last) {
        return follow(room, null, requireLast(last));
    }

    /**
     * Like {@link #follow(RoomName)}, going on after an entry. A room that is followed already is followed from there: its
     * entries are told again from that place on.
     *
     * @param after the last entry that was seen, as kept from an earlier conversation
     */
    public CompletionStage<Event.Joined> followAfter(RoomName room, Position after) {
        return follow(room, after, null);
    }

    /**
     * Follows the direct room with somebody, the conversation of two accounts, as {@link #join(RoomName)} does; it is made if
     * there is none. Other methods take it like any room, under the name that the answer has.
     *
     * @param name whose account
     */
    public CompletionStage<Event.Joined> direct(AccountName name) {
        return directRoom(name).thenCompose(this::join);
    }

    /**
     * What the direct room with somebody is called, whether or not there is one. A message can be sent to it without following
     * it.
     *
     * @return completes when it is known as whom this client is signed in; fails with {@link ChatException.Refused} if it is
     *     the same one
     */
    public CompletionStage<RoomName> directRoom(AccountName name) {
        return ready().thenApply(welcome -> {
            try {
                return RoomName.direct(welcome.name(), name);
            } catch (RejectedException e) {
                throw new CompletionException(new ChatException.Refused(e.code(), e.reason()));
            }
        });
    }

    /**
     * Follows every direct room by itself in which something is said from now on, beginning with the first entry that no
     * connection of the account has been sent. To be called before the first welcome.
     */
    public void followDirects() {
        execute(conversation::followDirects, new CompletableFuture<>());
    }

    /** Has no direct messages from somebody, nor to them; until {@link #unblock}, on all connections of this account. */
    public CompletionStage<Void> block(AccountName name) {
        return ask(ref -> new Command.Block(ref, name), Event.Ok.class).thenAccept(ok -> {});
    }

    /** Takes {@link #block} back. */
    public CompletionStage<Void> unblock(AccountName name) {
        return ask(ref -> new Command.Unblock(ref, name), Event.Ok.class).thenAccept(ok -> {});
    }

    /** Whom this client's account has blocked. */
    public CompletionStage<List<AccountName>> blocks() {
        return ask(Command.Blocks::new, Event.BlockList.class).thenApply(Event.BlockList::names);
    }

    /**
     * Follows a room no longer, and is a member no longer. Without a connection this is done at once, and only the following
     * ends.
     */
    public CompletionStage<Void> leave(RoomName room) {
        return onLoop(result -> conversation.leave(room, result));
    }

    /**
     * Says something in a room. What is sent to one room from one thread is stored in the order of the calls, also across
     * connections. One exception remains: where the server refuses a message for a moment, because of a rate limit for
     * example, messages that were on their way at the same time may be stored before it.
     *
     * @param text 1 character or more; at most as many bytes in UTF-8 as the server's welcome says
     * @return completes when the server has stored or refused it; waits for a connection as long as that takes. Fails with
     *     {@link ChatException.TooMuchWaiting} when the outbox is full and with {@link ChatException.Ended} when the
     *     conversation is over
     */
    public CompletionStage<SendResult> send(RoomName room, String text) {
        return counted(result -> conversation.send(room, text, result));
    }

    /**
     * Like {@link #send}, under an id of the caller's: for what an earlier client of the same producer may have sent. If the
     * server has it, nothing is stored and the result says {@link SendResult.Sent#duplicate}.
     *
     * @param message its id must not be in use. What comes through {@link #send} gets higher ids than any that was used here
     * @return fails with {@link ChatException.Uncertain} where the message may be stored and the server does not know this
     *     client any more
     */
    public CompletionStage<SendResult> sendAgain(Unacknowledged message) {
        return counted(result -> conversation.sendAgain(message, result));
    }

    private CompletionStage<SendResult> counted(Consumer<CompletableFuture<SendResult>> task) {
        // Counted here and not on the loop: callers that are faster than the loop would fill its queue instead.
        if (unacknowledged.incrementAndGet() > outboxLimit) {
            unacknowledged.decrementAndGet();
            return CompletableFuture.failedStage(new ChatException.TooMuchWaiting(
                    "the outbox is full: " + outboxLimit + " messages are not acknowledged"));
        }
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        // First of all dependents, and before the caller's: who is told of a result finds its place free again.
        CompletionStage<SendResult> counted = result.whenComplete((done, failure) -> unacknowledged.decrementAndGet());
        execute(() -> task.accept(result), result);
        return counted;
    }

    /**
     * What a later client needs to go on where this one is at this moment, or was at its end. A snapshot: to be taken now and
     * then, and once more before {@link #close}, after which it fails.
     */
    public CompletionStage<ChatState> state() {
        return onLoop(conversation::state);
    }

    /** How many messages are neither acknowledged nor refused. */
    public int unacknowledged() {
        return unacknowledged.get();
    }

    /**
     * Completes as soon as no message waits for its acknowledgement; everything that was sent before counts, and what is
     * sent meanwhile too.
     */
    public CompletionStage<Void> whenStored() {
        return onLoop(conversation::whenStored);
    }

    /**
     * Reads a room's log from a place on, as far as wanted, page by page: from the newest entries, a number or a time forward,
     * and backward from a number. Nothing is kept of a page when the next one comes.
     *
     * @param from where to begin. {@link HistoryRange.Newest}: as many entries before the end as are wanted
     * @param count how many entries at the most, at least 1
     * @param pages is given each page, ascending within itself; not called for an empty one
     * @return completes at the end with whether all of it was there: false where entries are no longer kept
     */
    public CompletionStage<Boolean> readHistory(
            RoomName room, HistoryRange from, long count, Consumer<Event.Page> pages) {
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + " (expected: > 0)");
        }
        return new HistoryReading(this, room, count, pages).from(from);
    }

    /**
     * Reads a part of a room's log: one page of it.
     *
     * @param limit how many entries at the most, at least 1; the server may give fewer
     */
    public CompletionStage<Event.Page> history(RoomName room, HistoryRange range, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
        }
        return ask(ref -> new Command.History(ref, room, range, limit), Event.Page.class);
    }

    /** The rooms there are. */
    public CompletionStage<List<Event.RoomSummary>> rooms() {
        return ask(Command.Rooms::new, Event.RoomList.class).thenApply(Event.RoomList::rooms);
    }

    /** Who is in a room. */
    public CompletionStage<List<Event.Member>> members(RoomName room) {
        return ask(ref -> new Command.Members(ref, room), Event.MemberList.class)
                .thenApply(Event.MemberList::members);
    }

    /**
     * Sets the topic of a room.
     *
     * @param text the topic; empty takes it away
     */
    public CompletionStage<Void> topic(RoomName room, String text) {
        return ask(ref -> new Command.Topic(ref, room, text), Event.Ok.class).thenAccept(ok -> {});
    }

    /**
     * Does something about somebody in a room, for which it takes a moderator.
     *
     * @param seconds how long a ban or mute lasts, at least 1; null for no end
     * @param reason for everybody in the room to read; null for none
     */
    public CompletionStage<Void> moderate(
            RoomName room, Measure measure, AccountName name, @Nullable Long seconds, @Nullable String reason) {
        return keep(ref -> new Command.Moderate(ref, room, measure, name, seconds, reason))
                .thenAccept(done -> {});
    }

    /** Gives a member a role in a room, for which it takes an owner. */
    public CompletionStage<Void> giveRole(RoomName room, AccountName name, Role role) {
        return keep(ref -> new Command.GiveRole(ref, room, name, role)).thenAccept(done -> {});
    }

    /**
     * Sets how a room is used, for which it takes an owner; what is null stays.
     *
     * @param slowSeconds how long somebody waits between two messages, 0 for not at all
     */
    public CompletionStage<Void> configure(
            RoomName room, @Nullable Access access, @Nullable Posting posting, @Nullable Integer slowSeconds) {
        return keep(ref -> new Command.Configure(ref, room, access, posting, slowSeconds))
                .thenAccept(done -> {});
    }

    /**
     * Does what keeps a room in order, given as a command.
     *
     * @param command makes a {@link Command.Moderate}, {@link Command.GiveRole} or {@link Command.Configure} of its ref
     * @return what could not be done of it, in the server's words; empty if nothing
     */
    public CompletionStage<String> keep(Function<String, Command> command) {
        return ask(command, Event.Ok.class).thenApply(ok -> Objects.requireNonNullElse(ok.message(), ""));
    }

    /** Changes this client's name, for later connections too. */
    public CompletionStage<Void> nick(AccountName name) {
        return ask(ref -> new Command.Nick(ref, name), Event.Ok.class).thenAccept(ok -> conversation.renamed(name));
    }

    /**
     * Changes the password of the account that is signed in. Its other connections end, and this client goes on with the new
     * one.
     *
     * @return fails with {@link ChatException.Refused}; with {@link ChatException.NotConnected} where it is not known
     */
    public CompletionStage<Void> changePassword(Secret old, Secret chosen) {
        CompletableFuture<Event> result = new CompletableFuture<>();
        // First of all dependents, so that it happens on the loop, before a connection can be made with the old proof.
        CompletionStage<Void> changed = result.thenApply(Event.Ok.class::cast)
                .thenAccept(ok -> conversation.passwordChanged(chosen, ok.resume()));
        execute(() -> conversation.ask(ref -> new Command.ChangePassword(ref, old, chosen), result), result);
        return changed;
    }

    /**
     * Deletes the account that is signed in, which ends the conversation. Its name stays reserved.
     *
     * @return fails with {@link ChatException.Refused}; with {@link ChatException.NotConnected} where it is not known
     */
    public CompletionStage<Void> deleteAccount(Secret password) {
        return ask(ref -> new Command.DeleteAccount(ref, password), Event.Ok.class)
                .thenAccept(ok -> {});
    }

    /**
     * Makes an account, over a connection of its own: to be signed in to by {@link ChatOptions#withCredentials} then. Tried
     * once, with the first server.
     *
     * @param options where, and how to make sure of the server
     * @param invite what allows it where not everybody may, or null
     * @return fails with {@link ChatException.Refused}, with {@link ChatException.NotConnected} where the connection was not
     *     made or broke, and with {@link ChatException.Ended} where the server does not talk to this client
     */
    public static CompletionStage<Void> register(
            ChatOptions options, AccountName account, Secret password, @Nullable Secret invite) {
        EventLoopGroup group = newGroup();
        CompletableFuture<Void> result = new CompletableFuture<>();
        EventLoop loop = group.next();
        loop.execute(() -> new Registration(loop, options, result)
                .start(new Command.Register(Registration.REF, account, password, invite)));
        return result.whenComplete((done, failure) -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    }

    /** Asks the server for a sign of life, and measures how long it takes to come. */
    public CompletionStage<Duration> ping() {
        long begin = System.nanoTime();
        return ask(ref -> new Command.Ping(ref, null), Event.Pong.class)
                .thenApply(pong -> Duration.ofNanos(System.nanoTime() - begin));
    }

    /**
     * Ends the conversation: says quit, closes the connection, fails what is not completed with {@link
     * ChatException.Ended} and stops the thread. Waits for that, 3 seconds at the most and not at all on the event loop
     * thread. To have everything stored before, wait for {@link #whenStored}. Closing twice does nothing.
     */
    @Override
    public void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        execute(() -> conversation.close(closed), closed);
        CompletableFuture<Void> stopped =
                closed.whenComplete((done, failure) -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS));
        if (loop.inEventLoop()) {
            return;
        }
        try {
            stopped.get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            group.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Closed before, or a listener holds up the loop: its thread is a daemon and keeps nobody from leaving.
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static EventLoopGroup newGroup() {
        // A daemon: a program that ends without closing its client should end all the same.
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("chat-client", true), NioIoHandler.newFactory());
    }

    private CompletionStage<Event.Joined> join(RoomName room, @Nullable Position after, @Nullable Integer last) {
        return onLoop(result -> conversation.join(room, after, last, result));
    }

    private CompletionStage<Event.Joined> follow(RoomName room, @Nullable Position after, @Nullable Integer last) {
        return onLoop(result -> conversation.follow(room, after, last, result));
    }

    private static int requireLast(int last) {
        if (last < 0) {
            throw new IllegalArgumentException("last: " + last + " (expected: >= 0)");
        }
        return last;
    }

    private <T extends Event> CompletionStage<T> ask(Function<String, Command> command, Class<T> answer) {
        CompletableFuture<Event> result = new CompletableFuture<>();
        execute(() -> conversation.ask(command, result), result);
        return result.thenApply(answer::cast);
    }

    private <T> CompletionStage<T> onLoop(Consumer<CompletableFuture<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> task.accept(result), result);
        return result;
    }

    private void execute(Runnable task, CompletableFuture<?> result) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new ChatException.Ended("closed by this side"));
        }
    }
}
