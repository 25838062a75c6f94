// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import chat.server.account.AccountBook;
import chat.server.account.Accounts;
import chat.server.account.Argon2Hashing;
import chat.server.account.HashingDesk;
import chat.server.account.OperatorAccounts;
import chat.server.account.PasswordHashing;
import chat.server.admin.AdminServer;
import chat.server.admin.ApiDoor;
import chat.server.admin.Readiness;
import chat.server.admin.api.AdminApi;
import chat.server.admin.api.Present;
import chat.server.audit.AuditTrail;
import chat.server.audit.SignInFailures;
import chat.server.ban.AddressBans;
import chat.server.command.Attendance;
import chat.server.command.CommandRouter;
import chat.server.config.AccountsConfig;
import chat.server.config.AddressRanges;
import chat.server.config.PeerLimits;
import chat.server.config.ServerConfig;
import chat.server.config.StoreConfig;
import chat.server.dialect.Dialect;
import chat.server.dialect.framed.FramedDialect;
import chat.server.dialect.text.TextDialect;
import chat.server.fanout.FanOut;
import chat.server.lifecycle.Stage;
import chat.server.lifecycle.Stages;
import chat.server.lifecycle.StartException;
import chat.server.limit.AddressLimits;
import chat.server.limit.AddressTable;
import chat.server.metrics.AllocatorMemory;
import chat.server.metrics.EventLoopLag;
import chat.server.metrics.PrometheusMetrics;
import chat.server.metrics.ServerMetrics;
import chat.server.net.Admission;
import chat.server.net.ConnectionGate;
import chat.server.net.ConnectionInitializer;
import chat.server.net.Listener;
import chat.server.net.RefusalLog;
import chat.server.net.Transport;
import chat.server.net.detect.ProtocolDetector;
import chat.server.net.detect.Protocols;
import chat.server.net.proxy.ProxyHeaderHandler;
import chat.server.presence.Presence;
import chat.server.room.BannedAddressBook;
import chat.server.room.RoomDirectory;
import chat.server.session.DirectNews;
import chat.server.session.Expulsions;
import chat.server.session.InviteNews;
import chat.server.session.PresenceNews;
import chat.server.session.ResumeKey;
import chat.server.session.ResumeProofs;
import chat.server.session.SessionRegistry;
import chat.server.session.SessionServices;
import chat.server.session.SessionWhereabouts;
import chat.server.session.Sessions;
import chat.server.store.ChatStore;
import chat.server.tls.CertificateWatch;
import chat.server.tls.TlsAcceptor;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: builds everything with constructors, starts it in order, stops it in reverse. Thread-safe. */
final class ChatServer {

    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

    private static final int KIBIBYTE = 1024;
    private static final int PRESENCE_TOLD_UP_TO_PEOPLE = 100;

    /** Longer than TCP takes to send a lost segment again, which is what the protocol's description asks for. */
    private static final Duration PROXY_HEADER_TIMEOUT = Duration.ofSeconds(5);

    private final PrometheusMetrics prometheus = new PrometheusMetrics();
    private final AdminServer admin;
    private final ListenerStage listening;
    private final Stages stages;
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    /**
     * Builds a server; no port is opened yet.
     *
     * @throws StartException if the configuration asks for what this system does not have
     */
    ChatServer(ServerConfig config) throws StartException {
        this(config, StoreProvider.builtIn());
    }

    /** As the other one, with a store of the caller's choice. */
    ChatServer(ServerConfig config, StoreProvider stores) throws StartException {
        this(config, stores, null);
    }

    /** As the other one, with the token of the admin API that the environment has, or null. */
    ChatServer(ServerConfig config, StoreProvider stores, @Nullable Secret adminToken) throws StartException {
        Rules rules = new Rules(config);
        ServerMetrics metrics = new ServerMetrics(prometheus.registry());
        Transport transport = Transport.choose(config.net().transport());
        EventLoops loops = new EventLoops(transport, config.net());
        LOG.info(
                "transport {}, {} event loops",
                transport.label(),
                loops.workerLoops().size());

        ChatStore store = stores.store(config, new CommitMeters(metrics));
        RoomDirectory rooms = new RoomDirectory(
                store,
                config.limits().rooms().orElse(Integer.MAX_VALUE),
                config.limits().peers().messagesPerRoom());
        Dialect framed = new FramedDialect((int) config.limits().frameSize().bytes());
        Dialect text = new TextDialect(
                rules.defaultRoom(), (int) config.limits().lineSize().bytes());
        FanOut fanOut = new FanOut(
                loops.workerLoops(),
                List.of(framed.wireFormat(), text.wireFormat()),
                store,
                rooms,
                rules.fanOut(),
                metrics);
        AccountBook book = new AccountBook(store.accounts(), Clock.systemUTC());
        Presence presence = new Presence(new PresenceNews(fanOut, rooms, book.blocks()), PRESENCE_TOLD_UP_TO_PEOPLE);
        HashingDesk desk = new HashingDesk(Runtime.getRuntime().availableProcessors(), HashingDesk.CAPACITY);
        AuditTrail trail = new AuditTrail(store::audit, Clock.systemUTC());
        SignInFailures failures = new SignInFailures(trail);
        Accounts accounts =
                new Accounts(book, hashing(config.accounts()), desk, rules.accounts(), metrics, trail, failures);
        SessionRegistry registry = new SessionRegistry(
                config.server().guestPrefix(), config.names().reserved(), accounts::isTaken);
        book.tell(registry);
        BannedAddressBook addresses = new BannedAddressBook(store::bannedAddresses, rooms, Clock.systemUTC());
        SessionWhereabouts whereabouts = new SessionWhereabouts();
        Sessions sessions = new Sessions(
                loops.workerLoops(),
                new SessionServices(
                        new CommandRouter(
                                rooms,
                                store,
                                attendance(presence),
                                new AccountPeople(book),
                                rules.commands(),
                                Clock.systemUTC(),
                                trail,
                                addresses,
                                whereabouts),
                        registry,
                        resumeProofs(config.store(), accounts),
                        accounts,
                        fanOut,
                        presence,
                        rooms,
                        metrics,
                        rules.sessions(store.durability())));

        whereabouts.among(sessions);
        TlsAcceptor tls = tls(config);
        Protocols protocols = new ProtocolTable(framed, text, config, sessions).of(tls);
        RefusalLog refusals = new RefusalLog();
        AddressBans bans = new AddressBans(store.bans(), config.net().proxies(), trail, Clock.systemUTC());
        Admission admission = admission(config.limits().peers(), bans);
        Predicate<Channel> proxies = proxies(config.net().proxies());
        Supplier<ChannelHandler> detectors = () -> new ProtocolDetector(protocols, metrics);
        ConnectionInitializer initializer = new ConnectionInitializer(
                detectors,
                proxies,
                admission::isBanned,
                () -> new ProxyHeaderHandler(admission, PROXY_HEADER_TIMEOUT, detectors, metrics, refusals),
                metrics);
        bans.tell(initializer::sendBannedAway);
        ConnectionGate gate = new ConnectionGate(
                config.limits().maxConnections().orElse(Integer.MAX_VALUE), admission, proxies, metrics, refusals);
        listening = new ListenerStage(
                new Listener(config.net(), transport, loops.bosses(), loops.workers(), gate, initializer), gate);

        metrics.buildInfo(Version.number(), System.getProperty("java.version"), transport.label());
        metrics.readAppendQueueFrom(store::queuedAppends);
        metrics.readRoomsFrom(rooms::size);
        metrics.readHashingQueueFrom(desk::queued);
        metrics.readStoreHealthFrom(store::isHealthy);
        AllocatorMemory.watch(ByteBufAllocator.DEFAULT, metrics);
        EventLoopLag.watch(loops.workers(), metrics);

        PasswordHashing hashing = hashing(config.accounts());
        AdminApi api = new AdminApi(
                actor -> new OperatorAccounts(book, hashing, trail, actor),
                bans,
                store::audit,
                trail,
                new Present(sessions.inspection(), presence, rooms));
        ApiDoor door = new ApiDoor(config.admin().host(), api::handle, failures);
        admin = new AdminServer(config.admin(), transport, () -> readiness(store), prometheus::scrape, door);
        SessionsStage greeting =
                new SessionsStage(sessions, presence, loops.workerLoops().get(0), initializer);
        Expulsions expulsions = new Expulsions(rooms, sessions);
        InviteNews inviteNews = new InviteNews(book, registry);
        DirectNews directNews = new DirectNews(rooms, registry);
        List<Stage> parts = new ArrayList<>(List.of(
                loops,
                new StoreStage(
                        store,
                        new CommitListeners(List.of(directNews, fanOut, expulsions, inviteNews)),
                        rooms,
                        rules.defaultRoom()),
                new AuditStage(failures, loops.workerLoops().get(0)),
                new AccountsStage(book, desk),
                new BansStage(bans, addresses),
                new AdminApiStage(config, adminToken, door, api),
                admin,
                greeting,
                listening));
        if (tls != null) {
            metrics.readCertificateExpiryFrom(
                    () -> Duration.between(Instant.now(), tls.expires()).toSeconds());
            parts.add(0, new CertificateWatch(tls, config.tls().reloadInterval(), metrics));
        }
        stages = new Stages(parts, config.server().stopTimeout());
    }

    /**
     * Starts the server, and returns when clients can come.
     *
     * @throws StartException for a reason that the operator can do something about
     * @throws Exception for a bug
     */
    void start() throws Exception {
        try {
            stages.start();
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    /** Where the server can be reached, in words for the operator. Ask after the start. */
    String addresses() {
        InetSocketAddress chat = address();
        return "chat on " + inWords(chat) + ", admin on " + inWords(admin.address());
    }

    /** Where the server listens for clients. Ask after the start. */
    InetSocketAddress address() {
        InetSocketAddress chat = listening.address();
        if (chat == null) {
            throw new IllegalStateException("the server does not listen");
        }
        return chat;
    }

    /** Where the admin port is. Ask after the start. */
    InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** Registers the meters of the process; for after the start, as it takes long. */
    void watchProcess() {
        prometheus.watchProcess();
    }

    /** All meters as {@code /metrics} shows them; the last values after the stop. */
    String scrape() {
        return prometheus.scrape();
    }

    /** Waits until {@link #stop} is done, and says what it said. */
    boolean awaitStop() {
        return stopped.join();
    }

    /** Stops the server and waits for it; may be called more than once. False if something did not stop in good order. */
    boolean stop() {
        boolean inGoodOrder = stages.stop();
        prometheus.close();
        stopped.complete(inGoodOrder);
        return inGoodOrder;
    }

    private CompletableFuture<Readiness.Answer> readiness(ChatStore store) {
        if (!listening.isListening()) {
            return CompletableFuture.completedFuture(new Readiness.NotReady("not listening"));
        }
        return store.probe()
                .<Readiness.Answer>handle((nothing, failure) -> failure == null
                        ? new Readiness.Ready()
                        : new Readiness.NotReady("the store takes no appends: " + failure.getMessage()))
                .toCompletableFuture();
    }

    private static @Nullable TlsAcceptor tls(ServerConfig config) throws StartException {
        String problem = config.whyNotToListen();
        if (problem != null) {
            throw new StartException(problem);
        }
        return config.tls().certificate() == null ? null : TlsAcceptor.of(config.tls());
    }

    static PasswordHashing hashing(AccountsConfig config) {
        return new Argon2Hashing(
                (int) (config.hashMemory().bytes() / KIBIBYTE), config.hashPasses(), config.hashLanes());
    }

    private static ResumeProofs resumeProofs(StoreConfig config, Accounts accounts) throws StartException {
        try {
            return new ResumeProofs(ResumeKey.in(config.path()), Clock.systemUTC(), accounts::resume);
        } catch (IOException e) {
            throw new StartException(
                    "store.path: the data folder " + config.path() + " cannot be used (" + e
                            + "; expected: a folder that " + System.getProperty("user.name") + " may read and write)",
                    e);
        }
    }

    private static Admission admission(PeerLimits limits, AddressBans bans) {
        AddressLimits each = new AddressLimits(
                limits.connectionsPerAddress(),
                limits.connectionRatePerAddress(),
                limits.commandsPerAddress(),
                limits.messagesPerAddress());
        return new Admission(
                new AddressTable(each, System::nanoTime), limits.connectionRate(), System::nanoTime, bans::isBanned);
    }

    private static Predicate<Channel> proxies(AddressRanges ranges) {
        return connection -> {
            InetAddress address = Admission.addressOf(connection);
            return address != null && ranges.contains(address);
        };
    }

    private static Attendance attendance(Presence presence) {
        return new Attendance() {
            @Override
            public List<AccountName> in(RoomName room) {
                return presence.in(room);
            }

            @Override
            public int count(RoomName room) {
                return presence.count(room);
            }
        };
    }

    private static String inWords(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
