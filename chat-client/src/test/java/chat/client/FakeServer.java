// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.protocol.codec.CommandCodec;
import chat.protocol.codec.EventCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.PresenceState;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;

/**
 * A server for tests: real sockets and frames, logs in memory, and a script that can do anything instead of the right
 * thing. Everything happens on one event loop; what is public may be called from the test's thread.
 */
public final class FakeServer implements AutoCloseable {

    /** One connection of a client. */
    public final class Peer {
        private final Channel channel;
        private final Set<RoomName> rooms = new LinkedHashSet<>();
        private String name = "";
        private String producer = "";
        private String sender = "";

        private Peer(Channel channel) {
            this.channel = channel;
        }

        /** What the client is called here. */
        public String name() {
            return name;
        }

        /** Whether the client follows a room. */
        public boolean follows(RoomName room) {
            return rooms.contains(room);
        }

        /** Tells the client something. */
        public void tell(Event event) {
            tell(List.of(event));
        }

        private void tell(List<? extends Event> all) {
            // On the heap: the leak detector of the tests writes down every access to any other, which takes its time.
            ByteBuf out = Unpooled.buffer();
            for (Event event : all) {
                int begin = Framing.begin(out);
                events.encode(event, out);
                Framing.end(out, begin);
            }
            channel.writeAndFlush(out);
        }

        /** Drops the connection without a word. */
        public void drop() {
            channel.close();
        }

        /** Says goodbye and closes. */
        public void goodbye(int code, String reason, Long reconnectAfterMillis) {
            tell(new Event.Goodbye(code, reason, reconnectAfterMillis));
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        /** Does what a server does. */
        public void handle(Command command) {
            FakeServer.this.handle(this, command);
        }

        /** Stores a message, or finds it again. */
        public Event.Sent store(Command.Send send) {
            String key = sender + ":" + producer + ":" + send.id();
            LogEntry known = stored.get(key);
            LogEntry entry = known != null
                    ? known
                    : append(send.room(), name, new RoomEvent.Message(Objects.requireNonNull(send.id()), send.text()));
            stored.put(key, entry);
            return new Event.Sent(send.ref(), send.room(), send.id(), entry.seq(), entry.atMillis(), known != null);
        }
    }

    private static final int LAST_BY_DEFAULT = 20;
    private static final int PAGE = 100;

    private final EventCodec events = new EventCodec();
    private final CommandCodec commands = new CommandCodec();
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final int port;
    private final Map<RoomName, List<LogEntry>> logs = new HashMap<>();
    private final Map<RoomName, String> topics = new HashMap<>();
    private final Map<String, LogEntry> stored = new HashMap<>();
    private final Map<String, String> senders = new HashMap<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Command> received = new CopyOnWriteArrayList<>();

    private Channel listener;
    private volatile BiPredicate<Peer, Command> script = (peer, command) -> false;
    private volatile String refusal = "";
    private volatile String epoch = "e1";
    private volatile int heartbeatSeconds = 30;
    private volatile int inFlight = 64;
    private volatile long lastTold = Long.MAX_VALUE;
    private int guests;
    private int newcomers;
    private int connections;
    private long clock = 1_700_000_000_000L;

    /** Starts one on a free port. */
    public FakeServer() {
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("fake-server", true), NioIoHandler.newFactory());
        loop = group.next();
        listener = bind(0);
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public ServerAddress address() {
        return new ServerAddress("127.0.0.1", port);
    }

    /** Lets a script have every command first: what it returns true for is done. */
    public void script(BiPredicate<Peer, Command> newScript) {
        script = newScript;
    }

    /** Greets every connection with this line and closes it; empty for no longer. */
    public void refuse(String line) {
        refusal = line;
    }

    /** Forgets everybody, as a server does whose key is another one: no proof is good any more. */
    public void forgetSenders() {
        onLoop(() -> {
            senders.clear();
            return null;
        });
    }

    /** Begins all logs anew, as a memory store does that has been restarted. */
    public void newEpoch(String newEpoch) {
        onLoop(() -> {
            epoch = newEpoch;
            logs.clear();
            stored.clear();
            return null;
        });
    }

    public void heartbeatSeconds(int seconds) {
        heartbeatSeconds = seconds;
    }

    public void inFlight(int limit) {
        inFlight = limit;
    }

    public int inFlight() {
        return inFlight;
    }

    /** Whoever joins is told no entry above this one. */
    public void withholdAfter(long seq) {
        lastTold = seq;
    }

    /** Every command in the order in which it came. */
    public List<Command> received() {
        return List.copyOf(received);
    }

    /** The commands of one kind in the order in which they came. */
    public <T extends Command> List<T> received(Class<T> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** How many connections there have been. */
    public int connections() {
        return onLoop(() -> connections);
    }

    /** The texts of a room in order. */
    public List<String> texts(RoomName room) {
        return onLoop(() -> logs.getOrDefault(room, List.of()).stream()
                .filter(entry -> entry.event() instanceof RoomEvent.Message)
                .map(entry -> ((RoomEvent.Message) entry.event()).text())
                .toList());
    }

    /** Somebody else says something. */
    public void say(RoomName room, String from, String text) {
        onLoop(() -> append(room, from, new RoomEvent.Message(1, text)));
    }

    /** Something is said that nobody hears, so that those who listen miss a number. */
    public void sayUnheard(RoomName room, String from, String text) {
        onLoop(() -> add(room, from, new RoomEvent.Message(1, text)));
    }

    /** The same of many texts at once. */
    public void sayUnheard(RoomName room, String from, List<String> texts) {
        onLoop(() -> {
            texts.forEach(text -> add(room, from, new RoomEvent.Message(1, text)));
            return null;
        });
    }

    /** Forgets the first entries of a room. */
    public void trim(RoomName room, long upTo) {
        onLoop(() -> logs.get(room).removeIf(entry -> entry.seq() <= upTo));
    }

    /** Tells everybody something. */
    public void tellAll(Event event) {
        onLoop(() -> {
            peers.forEach(peer -> peer.tell(event));
            return null;
        });
    }

    /** Drops every connection. */
    public void dropAll() {
        onLoop(() -> {
            List.copyOf(peers).forEach(Peer::drop);
            return null;
        });
    }

    /** Says goodbye to everybody. */
    public void goodbyeAll(int code, String reason, Long reconnectAfterMillis) {
        onLoop(() -> {
            List.copyOf(peers).forEach(peer -> peer.goodbye(code, reason, reconnectAfterMillis));
            return null;
        });
    }

    /** Listens no longer. */
    public void stopListening() {
        listener.close().syncUninterruptibly();
    }

    /** Listens again, on the same port. */
    public void listenAgain() {
        // A closed channel of NIO keeps its port until the next turn of the selector.
        for (int attempt = 0; ; attempt++) {
            try {
                listener = bind(port);
                return;
            } catch (Exception e) {
                // Netty throws the BindException without declaring it.
                if (attempt == 50) {
                    throw new IllegalStateException(e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Channel bind(int toPort) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new CommandDecoder(new Peer(channel)));
                    }
                })
                .bind("127.0.0.1", toPort)
                .syncUninterruptibly()
                .channel();
    }

    private <T> T onLoop(Callable<T> task) {
        try {
            return loop.inEventLoop() ? task.call() : loop.submit(task).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private LogEntry add(RoomName room, String from, RoomEvent event) {
        List<LogEntry> log = logs.computeIfAbsent(room, name -> new ArrayList<>());
        long seq = log.isEmpty() ? 1 : log.get(log.size() - 1).seq() + 1;
        LogEntry entry = new LogEntry(room, seq, clock++, new AccountName(from), event);
        log.add(entry);
        return entry;
    }

    private LogEntry append(RoomName room, String from, RoomEvent event) {
        LogEntry entry = add(room, from, event);
        peers.stream().filter(peer -> peer.rooms.contains(room)).forEach(peer -> peer.tell(entry));
        return entry;
    }

    private void handle(Peer peer, Command command) {
        switch (command.type()) {
            case HELLO -> hello(peer, (Command.Hello) command);
            case JOIN -> join(peer, (Command.Join) command);
            case LEAVE -> {
                peer.rooms.remove(((Command.Leave) command).room());
                peer.tell(new Event.Ok(command.ref()));
            }
            case SEND -> peer.tell(peer.store((Command.Send) command));
            case HISTORY -> history(peer, (Command.History) command);
            case ROOMS ->
                peer.tell(new Event.RoomList(
                        command.ref(),
                        logs.keySet().stream()
                                .map(room -> new Event.RoomSummary(room, 1, topics.getOrDefault(room, "")))
                                .toList()));
            case MEMBERS ->
                peer.tell(new Event.MemberList(
                        command.ref(),
                        ((Command.Members) command).room(),
                        peers.stream()
                                .filter(other -> other.rooms.contains(((Command.Members) command).room()))
                                .map(other -> new Event.Member(new AccountName(other.name), PresenceState.ONLINE))
                                .toList()));
            case TOPIC -> {
                Command.Topic topic = (Command.Topic) command;
                topics.put(topic.room(), topic.text());
                append(topic.room(), peer.name, new RoomEvent.TopicChanged(topic.text()));
                peer.tell(new Event.Ok(command.ref()));
            }
            case NICK -> {
                peer.name = ((Command.Nick) command).name().value();
                peer.tell(new Event.Ok(command.ref()));
            }
            case PING -> peer.tell(new Event.Pong(command.ref(), ((Command.Ping) command).data()));
            case REGISTER, PASSWORD, DELETE_ACCOUNT -> peer.tell(new Event.Ok(command.ref()));
            case QUIT -> peer.goodbye(4500, "you asked for it", null);
        }
    }

    private void hello(Peer peer, Command.Hello hello) {
        String known = hello.resume() == null ? "" : senders.get(hello.resume());
        if (known == null) {
            peer.tell(new Event.Rejected(null, ErrorCode.RESUME_INVALID, "not a proof of this server", null));
            return;
        }
        peers.stream()
                .filter(other -> !known.isEmpty() && other.sender.equals(known))
                .forEach(other -> other.goodbye(4503, "replaced", null));
        peer.sender = known.isEmpty() ? "sender" + ++newcomers : known;
        peer.name = hello.name() == null ? "guest" + ++guests : hello.name().value();
        senders.put("resume-" + peer.name, peer.sender);
        ProducerId producer = hello.producer() == null ? ProducerId.random() : hello.producer();
        peer.producer = producer.value();
        peers.add(peer);
        peer.tell(new Event.Welcome(
                1,
                "fake",
                new AccountName(peer.name),
                "resume-" + peer.name,
                producer,
                "memory",
                new Event.Limits(65_536, 16_384, inFlight, PAGE, 50),
                heartbeatSeconds));
    }

    private void join(Peer peer, Command.Join join) {
        List<LogEntry> log = logs.getOrDefault(join.room(), List.of());
        long head = log.isEmpty() ? 0 : log.get(log.size() - 1).seq();
        Position after = join.after();
        boolean sameLog = after != null && after.epoch().equals(epoch) && after.seq() <= head;
        long first = log.isEmpty() ? 1 : log.get(0).seq();
        boolean recovered = after == null || (sameLog && after.seq() + 1 >= first);
        peer.tell(new Event.Joined(
                join.ref(), join.room(), epoch, head, recovered, topics.getOrDefault(join.room(), "")));
        if (sameLog && !recovered) {
            peer.tell(new Event.Gap(join.room(), epoch, after.seq() + 1, first - 1));
        }
        int last = join.last() == null ? LAST_BY_DEFAULT : Math.min(join.last(), PAGE);
        peer.tell(log.stream()
                .filter(entry -> sameLog ? entry.seq() > after.seq() : entry.seq() > head - last)
                .filter(entry -> entry.seq() <= lastTold)
                .toList());
        peer.rooms.add(join.room());
    }

    private void history(Peer peer, Command.History history) {
        List<LogEntry> log = logs.getOrDefault(history.room(), List.of());
        int limit = Math.min(history.limit(), PAGE);
        long first = log.isEmpty() ? 1 : log.get(0).seq();
        if (history.range() instanceof HistoryRange.After || history.range() instanceof HistoryRange.At) {
            long after = history.range() instanceof HistoryRange.After range ? range.seq() : -1;
            long at = history.range() instanceof HistoryRange.At range ? range.millis() : 0;
            peer.tell(new Event.Page(
                    history.ref(),
                    history.room(),
                    log.stream()
                            .filter(entry -> entry.seq() > after && entry.atMillis() >= at)
                            .limit(limit)
                            .toList(),
                    after < 0 || after + 1 >= first));
            return;
        }
        long before = history.range() instanceof HistoryRange.Before range ? range.seq() : Long.MAX_VALUE;
        List<LogEntry> entries =
                log.stream().filter(entry -> entry.seq() < before).toList();
        if (history.range() instanceof HistoryRange.After after) {
            entries = log.stream()
                    .filter(entry -> entry.seq() > after.seq())
                    .limit(history.limit())
                    .toList();
        }
        peer.tell(new Event.Page(
                history.ref(),
                history.room(),
                entries.subList(Math.max(0, entries.size() - limit), entries.size()),
                entries.size() >= limit || first == 1));
    }

    private final class CommandDecoder extends ByteToMessageDecoder {
        private final Peer peer;

        private CommandDecoder(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            connections++;
            if (!refusal.isEmpty()) {
                ctx.writeAndFlush(Unpooled.copiedBuffer("*** " + refusal + "\r\n", StandardCharsets.UTF_8))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            peers.remove(peer);
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            ByteBuf payload = Framing.next(in, 65_536);
            if (payload == null) {
                return;
            }
            if (!ctx.channel().isActive()) {
                // What follows a command that was not carried out must not be carried out either.
                return;
            }
            Command command = commands.decode(payload);
            received.add(command);
            if (!script.test(peer, command)) {
                handle(peer, command);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** A refusal of a command. */
    public static Event.Rejected rejection(Command command, ErrorCode code, Long retryAfterMillis) {
        return new Event.Rejected(command.ref(), code, "refused by the script", retryAfterMillis);
    }
}
