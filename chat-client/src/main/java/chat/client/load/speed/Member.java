// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import chat.client.ServerAddress;
import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomEvent;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that follows one room and checks what it is given. Confined to the event loop of its lane. */
final class Member implements FrameCutter.Sink {

    /** Who is told how it goes. Thread-safe. */
    interface Watcher {
        /** It follows its room. */
        void joined(Member member);

        /** It has everything up to where the room was when it joined. */
        void live(Member member);

        /** It cannot go on. */
        void failed(Member member, Verdict verdict, String reason);
    }

    private static final String PROGRAM = "chat-client bench";
    private static final int CONNECT_TIMEOUT_MILLIS = 30_000;
    private static final int MAX_WORDS = 200;
    private static final int SLOW_RECEIVE_BUFFER = 8 * 1024;

    private final Lane lane;
    private final Tally tally;
    private final Room room;
    private final boolean slow;
    private final Watcher watcher;
    private final RoomCheck check;
    private final @Nullable ProducerId producer;

    private @Nullable Channel channel;
    private @Nullable String resume;
    private @Nullable String epoch;
    private Event.@Nullable Goodbye goodbye;
    private @Nullable ServerAddress server;
    private long atMillis;
    private long liveFrom;
    private boolean welcomed;
    private boolean joined;
    private boolean live;
    private boolean closing;
    private long readNanos;
    private long wroteNanoTime;

    /**
     * @param slow whether it is one that does not read
     * @param producer who counts its messages, or null for the server
     */
    Member(Lane lane, Room room, boolean slow, @Nullable ProducerId producer, Watcher watcher) {
        this.lane = lane;
        this.tally = slow ? lane.slowTally() : lane.tally();
        this.room = room;
        this.slow = slow;
        this.watcher = watcher;
        this.producer = producer;
        this.check = new RoomCheck(room, tally.faults());
        lane.add(this);
    }

    Lane lane() {
        return lane;
    }

    Room room() {
        return room;
    }

    RoomCheck check() {
        return check;
    }

    /**
     * Connects, for the first time or again, and joins where it was.
     *
     * @param source the local address, or null for any
     */
    void connect(ServerAddress address, @Nullable String source) {
        server = address;
        joined = false;
        live = false;
        closing = false;
        Bootstrap bootstrap = lane.bootstrap()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .handler(new FrameCutter(lane.table(), this));
        if (slow) {
            bootstrap.option(ChannelOption.SO_RCVBUF, SLOW_RECEIVE_BUFFER);
        }
        SocketAddress local = source == null ? null : new InetSocketAddress(source, 0);
        ChannelFuture connecting =
                bootstrap.connect(InetSocketAddress.createUnresolved(address.host(), address.port()), local);
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                hello();
            } else {
                notConnected(done.cause());
            }
        });
    }

    private void notConnected(Throwable cause) {
        if (cause instanceof ChannelException) {
            // There is no socket that could be closed.
            channel = null;
        }
        if (closing) {
            return;
        }
        closing = true;
        if (cause instanceof ChannelException) {
            watcher.failed(
                    this,
                    Verdict.INVALID,
                    "this program could not open another socket: "
                            + (cause.getCause() == null ? cause : cause.getCause()).getMessage()
                            + " (ulimit -n says how many files a program may have open)");
        } else {
            watcher.failed(this, Verdict.UNREACHABLE, String.valueOf(cause.getMessage()));
        }
    }

    /** Reads from the socket or leaves it alone. */
    void read(boolean read) {
        if (channel != null) {
            channel.config().setAutoRead(read);
        }
    }

    /** Ends the connection; nothing more is told of it. */
    void close() {
        closing = true;
        if (channel != null) {
            channel.close();
        }
    }

    /** Whether the server takes what is sent. */
    boolean canSend() {
        return channel != null && channel.isWritable();
    }

    /** Sends what was made with {@link Lane#frame}. */
    void send(ByteBuf frames) {
        Channel to = channel;
        if (to == null) {
            frames.release();
            return;
        }
        wroteNanoTime = System.nanoTime();
        to.writeAndFlush(frames, to.voidPromise());
    }

    void pingIfSilentSince(long nanoTime) {
        if (joined && wroteNanoTime - nanoTime < 0) {
            write(new Command.Ping("p", null));
        }
    }

    private void write(Command command) {
        ByteBuf out = Unpooled.buffer(256);
        Lane.frame(command, out);
        send(out);
    }

    private void hello() {
        write(new Command.Hello(Command.PROTOCOL_VERSION, PROGRAM, null, resume, producer));
    }

    private void join() {
        Position after = epoch == null ? null : new Position(epoch, check.head(), atMillis == 0 ? null : atMillis);
        write(new Command.Join("j", room.name(), after, after == null ? 0 : null));
    }

    @Override
    public void reading(long nowNanos, int bytes) {
        readNanos = lane.nanos(nowNanos);
        lane.heard();
    }

    @Override
    public void frame(byte[] bytes, int from, int to) {
        FrameScanner scanner = lane.scanner();
        if (scanner.isMessage(bytes, from, to, room.opening())) {
            delivered(scanner.seq(), scanner.atMillis());
        } else if (!FrameScanner.isSent(bytes, from, to) && !FrameScanner.isPresence(bytes, from, to)) {
            try {
                event(lane.events().decode(Unpooled.wrappedBuffer(bytes, from, to - from)));
            } catch (RejectedException e) {
                if (epoch == null) {
                    refused(new String(bytes, from, Math.min(MAX_WORDS, to - from), StandardCharsets.UTF_8));
                } else {
                    tally.faults().altered++;
                }
            }
        }
    }

    private void delivered(long seq, long storedMillis) {
        FrameScanner scanner = lane.scanner();
        atMillis = storedMillis;
        if (check.message(seq, scanner.sender(), scanner.number())) {
            tally.delivered(scanner.sender(), scanner.dueNanos(), readNanos);
        }
        liveIfLevel();
    }

    private void event(Event event) {
        if (event instanceof LogEntry entry) {
            entry(entry);
        } else if (event instanceof Event.Welcome welcome) {
            welcomed = true;
            resume = welcome.resume();
            join();
        } else if (event instanceof Event.Joined answer) {
            joined(answer);
        } else if (event instanceof Event.Gap gap) {
            check.gap(gap.from(), gap.to());
            liveIfLevel();
        } else if (event instanceof Event.Goodbye last) {
            goodbye = last;
        } else if (event instanceof Event.Rejected rejected) {
            rejected(rejected);
        } else if (!welcomed) {
            refused("an event before the welcome");
        }
    }

    private void entry(LogEntry entry) {
        if (!entry.room().equals(room.name())) {
            tally.faults().misrouted++;
        } else if (entry.event() instanceof RoomEvent.Message message) {
            if (lane.scanner().isText(message.text().getBytes(StandardCharsets.UTF_8))) {
                delivered(entry.seq(), entry.atMillis());
            } else {
                check.entry(entry.seq());
                tally.faults().altered++;
            }
        } else {
            check.entry(entry.seq());
        }
    }

    private void joined(Event.Joined answer) {
        if (epoch == null) {
            check.begin(answer.head());
        } else if (!answer.recovered() || !answer.epoch().equals(epoch)) {
            watcher.failed(this, Verdict.UNSOUND, "a position was not recognised in " + room.name());
        }
        epoch = answer.epoch();
        liveFrom = answer.head();
        joined = true;
        watcher.joined(this);
        liveIfLevel();
    }

    private void liveIfLevel() {
        if (joined && !live && check.head() >= liveFrom) {
            live = true;
            watcher.live(this);
        }
    }

    private void rejected(Event.Rejected rejected) {
        if (rejected.code() == ErrorCode.RESUME_INVALID && resume != null) {
            resume = null;
            hello();
            return;
        }
        String limits = rejected.code() == ErrorCode.RATE_LIMITED ? " (start the server with limits.all=off)" : "";
        watcher.failed(this, Verdict.REFUSED, rejected.code().wireName() + ": " + rejected.message() + limits);
    }

    @Override
    public void refused(String words) {
        if (!closing) {
            closing = true;
            watcher.failed(
                    this, Verdict.REFUSED, "no event of the chat protocol came from " + server + ", but: " + words);
        }
    }

    @Override
    public void readComplete() {
        tally.readComplete();
    }

    @Override
    public void closed(Channel ended) {
        // Of a connection that was given up for a newer one, the end may come late.
        if (!closing && ended == channel) {
            closing = true;
            watcher.failed(
                    this,
                    lost(),
                    goodbye != null
                            ? "a connection was closed with " + goodbye.code() + ": " + goodbye.reason()
                            : epoch != null
                                    ? "a connection broke"
                                    : "the connection was closed before anybody had joined: is " + server
                                            + " a chat server?");
        }
    }

    private Verdict lost() {
        boolean gone = goodbye == null || goodbye.code() == CloseReason.SERVER_STOPPING.number();
        return gone ? Verdict.UNREACHABLE : Verdict.REFUSED;
    }
}
