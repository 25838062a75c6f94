// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import static chat.server.config.DataSize.ofBytes;
import static chat.server.config.DataSize.ofKibibytes;
import static chat.server.config.DataSize.ofMebibytes;
import static chat.server.config.ValueType.addressRanges;
import static chat.server.config.ValueType.choice;
import static chat.server.config.ValueType.duration;
import static chat.server.config.ValueType.flag;
import static chat.server.config.ValueType.integer;
import static chat.server.config.ValueType.kebabChoice;
import static chat.server.config.ValueType.onOff;
import static chat.server.config.ValueType.rate;
import static chat.server.config.ValueType.reservedNames;
import static chat.server.config.ValueType.roomKeeps;
import static chat.server.config.ValueType.size;
import static chat.server.config.ValueType.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The table of all settings: every key, its range, its default and its meaning stand here and nowhere else. */
public final class Keys {

    /** The token of the admin API itself: no key, so that it cannot come from the command line. */
    public static final String ADMIN_TOKEN_VARIABLE = "CHAT_ADMIN_TOKEN";

    static final String ENVIRONMENT_PREFIX = "CHAT_";

    /** Filled by the constants below while this class is loaded, then copied into {@link #ALL}. */
    private static final List<Key<?>> ROWS = new ArrayList<>();

    private static final ValueType<String> HOST = text("\\S{1,255}", "a host name or address");
    private static final ValueType<Integer> PORT = integer(0, 65_535);
    private static final ValueType<DataSize> SOCKET_BUFFER = size(ofBytes(0), ofMebibytes(64));
    private static final ValueType<DataSize> WATERMARK = size(ofKibibytes(1), ofMebibytes(64));
    private static final ValueType<Duration> PERIOD = duration(Duration.ofMillis(10), Duration.ofDays(1));
    private static final ValueType<Integer> COUNT = integer(1, 100_000_000);

    /** The first byte of a framed connection is 0, so a length must stay below 2^24. */
    private static final DataSize LARGEST_FRAME = ofBytes((1 << 24) - 1);

    private static final DataSize LARGEST_TEXT = ofMebibytes(1);
    private static final int MOST_IN_FLIGHT = 65_536;
    private static final int LARGEST_PAGE = 10_000;

    static final Key<String> NET_HOST = key(
            "net.host",
            HOST,
            "127.0.0.1",
            "Address that chat clients connect to. `0.0.0.0` listens on every IPv4 address, `::` on every address.");
    static final Key<Integer> NET_PORT = key(
            "net.port", PORT, 8080, "Port that chat clients connect to, whatever they speak. `0` takes any free port.");
    static final Key<Integer> NET_BACKLOG = key(
            "net.backlog",
            integer(1, 65_535),
            1024,
            "Connections that may wait to be accepted. The system's own limit (`net.core.somaxconn`) may cut it.");
    static final Key<Boolean> NET_REUSE_ADDRESS = key(
            "net.reuse-address",
            flag(),
            true,
            "Whether a restarted server may bind its port at once, while old connections linger in TIME_WAIT.");
    static final Key<Integer> NET_ACCEPTORS = key(
            "net.acceptors",
            integer(1, 64),
            1,
            "Threads that accept connections. More than one share the port (SO_REUSEPORT).");
    static final Key<Integer> NET_LOOPS = key(
            "net.loops",
            integer(0, 1024),
            0,
            "Event loops that serve connections. `0` chooses by the processors at hand.");
    static final Key<TransportKind> NET_TRANSPORT = key(
            "net.transport",
            choice(TransportKind.class),
            TransportKind.AUTO,
            "How the system tells of ready sockets. `auto` is epoll on Linux and NIO elsewhere; one that is named and"
                    + " not available refuses to start.");
    static final Key<Boolean> NET_TCP_NO_DELAY =
            key("net.tcp-no-delay", flag(), true, "Whether small writes leave at once (TCP_NODELAY).");
    static final Key<Boolean> NET_KEEP_ALIVE = key(
            "net.keep-alive",
            flag(),
            true,
            "Whether the system finds dead peers of silent connections (SO_KEEPALIVE).");
    static final Key<DataSize> NET_SEND_BUFFER = key(
            "net.send-buffer",
            SOCKET_BUFFER,
            ofKibibytes(128),
            "Memory that the kernel may take for what a connection has not sent yet (SO_SNDBUF; Linux is asked for half,"
                    + " as it doubles it). `0` leaves it to the system, which may take 4 MiB for a client that does not"
                    + " read.");
    static final Key<DataSize> NET_RECEIVE_BUFFER = key(
            "net.receive-buffer",
            SOCKET_BUFFER,
            ofBytes(0),
            "Receive buffer of the kernel for each connection. `0` leaves it to the system.");
    static final Key<DataSize> NET_LOW_WATERMARK = key(
            "net.low-watermark",
            WATERMARK,
            ofKibibytes(32),
            "Unsent bytes of a connection below which it is writable again; at most `net.high-watermark`.");
    static final Key<DataSize> NET_HIGH_WATERMARK = key(
            "net.high-watermark",
            WATERMARK,
            ofKibibytes(64),
            "Unsent bytes of a connection above which nothing more is queued for it.");
    static final Key<Duration> NET_DETECT_TIMEOUT = key(
            "net.detect-timeout",
            PERIOD,
            Duration.ofSeconds(3),
            "Silence after which a new connection is greeted as a person with a plain text terminal.");
    static final Key<AddressRanges> NET_PROXIES = key(
            "net.proxies",
            addressRanges(),
            AddressRanges.NONE,
            "Proxies whose connections begin with a header of the PROXY protocol, version 1 or 2, which says where the"
                    + " client is. They must: without it they are closed. From everybody else the header is nothing"
                    + " special.");

    static final Key<Path> TLS_CERTIFICATE = file(
            "tls.certificate",
            "File with the certificate of the server and those above it, in PEM. With it TLS is offered on `net.port`,"
                    + " beside everything else. A file that changes is taken over without a restart.");
    static final Key<Path> TLS_KEY =
            file("tls.key", "File with the private key of `tls.certificate`, PKCS#8 in PEM; RSA or EC.");
    static final Key<Path> TLS_KEY_PASSWORD_FILE = file(
            "tls.key-password-file",
            "File whose first line is the password that `tls.key` is encrypted with; for a key that is not, nothing.");
    static final Key<TlsRequirement> TLS_REQUIRED = key(
            "tls.required",
            choice(TlsRequirement.class),
            TlsRequirement.AUTO,
            "Whether connections without TLS are refused. `auto`: if `net.host` is not an address of the loopback, and"
                    + " then the server does not start without a certificate. `false` lets everyone on the network read"
                    + " along with those who come without.");
    static final Key<TlsProviderKind> TLS_PROVIDER = key(
            "tls.provider",
            choice(TlsProviderKind.class),
            TlsProviderKind.AUTO,
            "Whose TLS it is. `auto` is the native one on Linux and the JDK's elsewhere.");
    static final Key<Duration> TLS_HANDSHAKE_TIMEOUT = key(
            "tls.handshake-timeout",
            duration(Duration.ofMillis(10), Duration.ofMinutes(5)),
            Duration.ofSeconds(10),
            "Time in which a client must have finished the handshake that it has begun.");
    static final Key<Duration> TLS_RELOAD_INTERVAL = key(
            "tls.reload-interval",
            PERIOD,
            Duration.ofSeconds(5),
            "How often the files are looked at. New ones are taken when they were the same twice.");

    static final Key<String> ADMIN_HOST = key(
            "admin.host", HOST, "127.0.0.1", "Address of the admin port. It is meant for the operator's own network.");
    static final Key<Integer> ADMIN_PORT = key(
            "admin.port", PORT, 9464, "Port for `/livez`, `/readyz`, `/metrics` and `/api/`. `0` takes any free port.");
    static final Key<Path> ADMIN_TOKEN_FILE = file(
            "admin.token-file",
            "File whose first line is the token that `/api/` asks for, 16 characters at least; the environment variable"
                    + " `CHAT_ADMIN_TOKEN` goes before it. Without either the server makes one at each start, in the file"
                    + " `admin-token` of `store.path`; but not with the memory store, nor if `admin.host` is not a loopback"
                    + " address: then `/api/` is off.");

    static final Key<StoreKind> STORE_KIND = key(
            "store.kind",
            choice(StoreKind.class),
            StoreKind.SQLITE,
            "Where messages are kept: in a database in `store.path`, or in `memory`, which forgets them when the server"
                    + " ends.");
    static final Key<Path> STORE_PATH = key(
            "store.path",
            ValueType.path(),
            Path.of("chat-data"),
            "Folder for what outlives the process: the database, and the key of resume proofs. One server uses it at a"
                    + " time.");
    static final Key<Durability> STORE_DURABILITY = key(
            "store.durability",
            choice(Durability.class),
            Durability.FSYNC,
            "What an acknowledgement promises: `fsync` survives a power failure, `os` only the end of the process."
                    + " The memory store keeps neither promise.");
    static final Key<Integer> STORE_MEMORY_ENTRIES_PER_ROOM = key(
            "store.memory-entries-per-room",
            COUNT,
            10_000,
            "Entries that the memory store keeps for each room; older ones are dropped.");
    static final Key<DataSize> STORE_MEMORY_SIZE = key(
            "store.memory-size",
            size(ofKibibytes(1), ofMebibytes(1 << 20)),
            ofMebibytes(256),
            "Memory that the entries of the memory store may take in all; the oldest are dropped.");

    static final Key<String> ROOMS_DEFAULT = key(
            "rooms.default",
            text("#[^\\s\\p{Cntrl}]{1,63}", "a room name such as \"#lobby\", in quotes because of its #"),
            "#lobby",
            "Room of a person who has not named one. In YAML it needs quotes.");
    static final Key<Limit<Integer>> ROOMS_MAX_LAG = key(
            "rooms.max-lag",
            COUNT.orOff(),
            Limit.off(),
            "Entries that a follower may be behind before the rest is skipped with a visible gap. `off` never skips.");
    static final Key<Integer> ROOMS_HISTORY_ON_JOIN = key(
            "rooms.history-on-join",
            integer(0, 10_000),
            20,
            "Entries that are shown on joining a room when the client names no position.");
    static final Key<Integer> ROOMS_TAIL_ENTRIES = key(
            "rooms.tail-entries",
            integer(1, 1_000_000),
            1024,
            "Newest entries of a room that are kept ready to send, so that catching up need not read the store.");
    static final Key<DataSize> ROOMS_TAIL_SIZE = key(
            "rooms.tail-size",
            size(ofKibibytes(1), ofMebibytes(1024)),
            ofKibibytes(256),
            "Memory that this tail may take for each room.");

    static final Key<Limit<Integer>> ROOMS_KEEP_ENTRIES = key(
            "rooms.keep-entries",
            integer(1, Keep.MOST_ENTRIES).orOff(),
            Limit.off(),
            "Newest entries that a room keeps; older ones are removed. `off` keeps all of them, for ever. Not for the"
                    + " memory store.");
    static final Key<Limit<Duration>> ROOMS_KEEP_AGE = key(
            "rooms.keep-age",
            duration(Keep.SHORTEST, Keep.LONGEST).orOff(),
            Limit.off(),
            "How old an entry may become before it is removed, such as `90d`. If `rooms.keep-entries` is set too, what"
                    + " either of them lets go is removed. Not for the memory store.");
    static final Key<RoomKeeps> ROOMS_KEEP = key(
            "rooms.keep",
            roomKeeps(),
            RoomKeeps.NONE,
            "What single rooms keep instead of `rooms.keep-entries` and `rooms.keep-age`: an age, a count, both, or"
                    + " `off` for everything. In YAML it needs quotes.");

    static final Key<GuestPolicy> ACCOUNTS_GUESTS = key(
            "accounts.guests",
            kebabChoice(GuestPolicy.class),
            GuestPolicy.AUTO,
            "What people without an account may do: everything, only read, or nothing. `auto` is `allow` if `net.host` is a"
                    + " loopback address, else `deny`.");
    static final Key<Registration> ACCOUNTS_REGISTRATION = key(
            "accounts.registration",
            kebabChoice(Registration.class),
            Registration.AUTO,
            "Who may make an account: everybody, whoever has an invitation, or only the operator. `auto` is `open` if"
                    + " `net.host` is a loopback address, else `closed`.");
    static final Key<DeletedMessages> ACCOUNTS_DELETED_MESSAGES = key(
            "accounts.deleted-messages",
            kebabChoice(DeletedMessages.class),
            DeletedMessages.ANONYMISE,
            "What becomes of the messages of an account that is deleted: they stay as they are, they stay under a name such"
                    + " as `deleted-17`, or they are removed and leave an entry that says so. Done within two minutes. Back-ups"
                    + " and what clients have kept are not changed.");
    static final Key<DataSize> ACCOUNTS_HASH_MEMORY = key(
            "accounts.hash-memory",
            size(ofMebibytes(8), ofMebibytes(1024)),
            ofMebibytes(19),
            "Memory that hashing one password takes (Argon2id). A password is hashed anew when it is used after a change.");
    static final Key<Integer> ACCOUNTS_HASH_PASSES =
            key("accounts.hash-passes", integer(1, 100), 2, "Passes over that memory.");
    static final Key<Integer> ACCOUNTS_HASH_LANES =
            key("accounts.hash-lanes", integer(1, 16), 1, "Lanes of that memory. One thread computes all of them.");

    static final Key<Limit<Duration>> AUDIT_KEEP_AGE = key(
            "audit.keep-age",
            duration(Duration.ofDays(1), Keep.LONGEST).orOff(),
            Limit.atMost(Duration.ofDays(365)),
            "How old a record of the audit log may become before it is removed. Records have addresses in them. Not for"
                    + " the memory store.");
    static final Key<Limit<Integer>> AUDIT_KEEP_RECORDS = key(
            "audit.keep-records",
            integer(1000, 1_000_000_000).orOff(),
            Limit.atMost(1_000_000),
            "Newest records that are kept; older ones are removed. The memory store keeps the newest 10,000.");

    static final Key<Boolean> LIMITS_ALL = key(
            "limits.all",
            onOff(),
            true,
            "`off` lifts every rate limit: all whose values are rates, such as `limits.messages`. For benchmarks.");
    static final Key<Limit<Integer>> LIMITS_MAX_CONNECTIONS = register(new Key<>(
            "limits.max-connections",
            COUNT.orOff(),
            OpenFiles::connectionLimit,
            "file limit − 512",
            "Open connections. The default leaves 512 of the files that the process may open for everything else.",
            false));
    static final Key<DataSize> LIMITS_FRAME_SIZE = key(
            "limits.frame-size",
            size(ofBytes(256), LARGEST_FRAME).orOffAs(LARGEST_FRAME),
            ofKibibytes(64),
            "Largest frame that is accepted from a client.");
    static final Key<DataSize> LIMITS_LINE_SIZE = key(
            "limits.line-size",
            size(ofBytes(64), LARGEST_TEXT).orOffAs(LARGEST_TEXT),
            ofKibibytes(4),
            "Longest line that is accepted from a text client.");
    static final Key<DataSize> LIMITS_TEXT_SIZE = key(
            "limits.text-size",
            size(ofBytes(1), LARGEST_TEXT).orOffAs(LARGEST_TEXT),
            ofKibibytes(16),
            "Longest text of a message, in bytes of UTF-8.");
    static final Key<Integer> LIMITS_IN_FLIGHT = key(
            "limits.in-flight",
            integer(1, MOST_IN_FLIGHT).orOffAs(MOST_IN_FLIGHT),
            64,
            "Messages of a connection that may wait to be committed; meanwhile no more is read from it.");
    static final Key<Limit<Integer>> LIMITS_ROOMS =
            key("limits.rooms", COUNT.orOff(), Limit.atMost(10_000), "Rooms in all.");
    static final Key<Limit<Integer>> LIMITS_ROOMS_PER_CONNECTION = key(
            "limits.rooms-per-connection",
            COUNT.orOff(),
            Limit.atMost(100),
            "Rooms that a connection may follow at once.");
    static final Key<Limit<Duration>> LIMITS_HELLO_TIMEOUT = key(
            "limits.hello-timeout",
            PERIOD.orOff(),
            Limit.atMost(Duration.ofSeconds(10)),
            "Time in which a framed client must have said hello; a person who types has twelve times as long to sign in.");
    static final Key<Limit<Duration>> LIMITS_IDLE = key(
            "limits.idle",
            PERIOD.orOff(),
            Limit.atMost(Duration.ofSeconds(90)),
            "Silence after which a framed client is taken for dead.");
    static final Key<Limit<Duration>> LIMITS_STALL = key(
            "limits.stall",
            PERIOD.orOff(),
            Limit.atMost(Duration.ofMinutes(10)),
            "Time after which a client that reads nothing is disconnected.");
    static final Key<Integer> LIMITS_HISTORY_PAGE = key(
            "limits.history-page",
            integer(1, LARGEST_PAGE).orOffAs(LARGEST_PAGE),
            500,
            "Entries in one page of history.");
    static final Key<Limit<Rate>> LIMITS_MESSAGES = key(
            "limits.messages",
            rate().orOff(),
            Limit.atMost(new Rate(20, Duration.ofSeconds(1), 100)),
            "Messages and topics of one connection.");
    static final Key<Limit<Rate>> LIMITS_COMMANDS = key(
            "limits.commands",
            rate().orOff(),
            Limit.atMost(new Rate(50, Duration.ofSeconds(1), 200)),
            "Commands of one connection, messages among them.");
    static final Key<Limit<Rate>> LIMITS_SIGN_INS_PER_ACCOUNT = key(
            "limits.sign-ins-per-account",
            rate().orOff(),
            Limit.atMost(new Rate(10, Duration.ofMinutes(1), 10)),
            "Attempts to sign in to one account, right or wrong. Coming back with a resume proof is none.");
    static final Key<Limit<Rate>> LIMITS_SIGN_INS_PER_ADDRESS = key(
            "limits.sign-ins-per-address",
            rate().orOff(),
            Limit.atMost(new Rate(30, Duration.ofMinutes(1), 60)),
            "Attempts to sign in from one address (IPv4) or one /64 (IPv6).");
    static final Key<Limit<Rate>> LIMITS_REGISTRATIONS = key(
            "limits.registrations",
            rate().orOff(),
            Limit.atMost(new Rate(10, Duration.ofHours(1), 10)),
            "Attempts to make an account from one address (IPv4) or one /64 (IPv6).");
    static final Key<Limit<Rate>> LIMITS_JOINS = key(
            "limits.joins",
            rate().orOff(),
            Limit.atMost(new Rate(60, Duration.ofMinutes(1), 200)),
            "Joins of one connection. The burst is for who comes back and joins all their rooms again.");
    static final Key<Limit<Rate>> LIMITS_REFUSALS = key(
            "limits.refusals",
            rate().orOff(),
            Limit.atMost(new Rate(100, Duration.ofMinutes(1), 500)),
            "Commands of a connection that come too fast although it was told how long to wait. Beyond this it is closed"
                    + " with 4507.");
    static final Key<Limit<Integer>> LIMITS_CONNECTIONS_PER_ADDRESS = key(
            "limits.connections-per-address",
            COUNT.orOff(),
            Limit.atMost(100),
            "Open connections from one address. An address is one of IPv4 or a /64 of IPv6. This machine's loopback"
                    + " addresses are exempt from all limits by address, unless they come through a proxy of"
                    + " `net.proxies`.");
    static final Key<Limit<Rate>> LIMITS_CONNECTION_RATE_PER_ADDRESS = key(
            "limits.connection-rate-per-address",
            rate().orOff(),
            Limit.atMost(new Rate(20, Duration.ofSeconds(1), 200)),
            "New connections from one address.");
    static final Key<Limit<Rate>> LIMITS_CONNECTION_RATE = key(
            "limits.connection-rate",
            rate().orOff(),
            Limit.atMost(new Rate(1000, Duration.ofSeconds(1), 5000)),
            "New connections in all, but for loopback addresses as above.");
    static final Key<Limit<Rate>> LIMITS_COMMANDS_PER_ADDRESS = key(
            "limits.commands-per-address",
            rate().orOff(),
            Limit.atMost(new Rate(500, Duration.ofSeconds(1), 2000)),
            "Commands from one address on all its connections, messages among them.");
    static final Key<Limit<Rate>> LIMITS_MESSAGES_PER_ADDRESS = key(
            "limits.messages-per-address",
            rate().orOff(),
            Limit.atMost(new Rate(200, Duration.ofSeconds(1), 1000)),
            "Messages from one address on all its connections.");
    static final Key<Limit<Rate>> LIMITS_MESSAGES_PER_ROOM = key(
            "limits.messages-per-room",
            rate().orOff(),
            Limit.atMost(new Rate(1000, Duration.ofSeconds(1), 5000)),
            "Messages and topics in one room, whoever they are from. The last fifth of the burst is for connections that have"
                    + " used less than a tenth of their own burst of `limits.messages`, and of their address'.");
    static final Key<Limit<Integer>> LIMITS_MEMBERS_PER_ROOM = key(
            "limits.members-per-room",
            COUNT.orOff(),
            Limit.off(),
            "People in a room at once. `off`, as `limits.max-connections` bounds them.");
    static final Key<Limit<Integer>> LIMITS_ROOMS_PER_ACCOUNT = key(
            "limits.rooms-per-account",
            COUNT.orOff(),
            Limit.atMost(50),
            "Rooms that an account may own and still make another one. Direct rooms do not count; rooms that guests make are"
                    + " nobody's, and bounded by `limits.joins` and `limits.rooms` only.");
    static final Key<Limit<Integer>> LIMITS_DIRECTS_PER_ACCOUNT = key(
            "limits.directs-per-account",
            COUNT.orOff(),
            Limit.atMost(1_000),
            "Direct rooms of an account. One that has as many opens no further one; others can still open one with it."
                    + " They do not count among `limits.rooms`.");
    static final Key<Limit<Integer>> LIMITS_BLOCKS_PER_ACCOUNT = key(
            "limits.blocks-per-account",
            COUNT.orOff(),
            Limit.atMost(1_000),
            "People whom an account may have blocked.");

    static final Key<ReservedNames> NAMES_RESERVED = key(
            "names.reserved",
            reservedNames(),
            ReservedNames.parse(
                    "admin, administrator, root, server, system, operator, moderator, chat, everyone, here, all"),
            "Names that guests may not take, in any spelling.");

    static final Key<String> SERVER_NAME = key(
            "server.name",
            text("[A-Za-z0-9][A-Za-z0-9._-]{0,62}", "1 to 63 letters, digits, points, hyphens or underscores"),
            "chat",
            "Name by which the server greets.");
    static final Key<Duration> SERVER_HEARTBEAT = key(
            "server.heartbeat",
            duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            Duration.ofSeconds(30),
            "How often a framed client with nothing to say is to ping; at most half of `limits.idle` is announced.");
    static final Key<Duration> SERVER_STOP_TIMEOUT = key(
            "server.stop-timeout",
            PERIOD,
            Duration.ofSeconds(10),
            "Time for an orderly stop; what takes longer is left behind.");
    static final Key<String> SERVER_GUEST_PREFIX = key(
            "server.guest-prefix",
            text("[A-Za-z][A-Za-z0-9_-]{0,15}", "1 to 16 letters, digits, hyphens or underscores"),
            "guest",
            "Beginning of the names that the server gives to guests.");

    /** All keys, section by section. */
    public static final List<Key<?>> ALL = List.copyOf(ROWS);

    private Keys() {}

    private static <T> Key<T> key(String name, ValueType<T> type, T fallback, String doc) {
        return register(Key.of(name, type, fallback, doc));
    }

    /** A file that need not be. */
    private static Key<Path> file(String name, String doc) {
        return register(new Key<>(name, ValueType.pathOrNone(), () -> ValueType.NO_PATH, "none", doc, false));
    }

    private static <T> Key<T> register(Key<T> key) {
        ROWS.add(key);
        return key;
    }
}
