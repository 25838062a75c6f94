// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.Secret;
import chat.server.config.ConfigException;
import chat.server.config.ConfigLoader;
import chat.server.config.ConfigReference;
import chat.server.config.LoadedConfig;
import chat.server.config.ServerConfig;
import chat.server.config.StoreConfig;
import chat.server.config.StoreKind;
import chat.server.lifecycle.ShutdownHook;
import chat.server.lifecycle.StartException;
import chat.server.store.FolderInUseException;
import chat.server.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of the server. Without a command it runs the server. */
@Command(
        name = "chat-server",
        description = "Serves chat rooms.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended in good order",
            "1:could not start, or not stop, or not do what it should",
            "2:wrong configuration or command line"
        },
        subcommands = {
            AccountCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ExportCommand.class,
            AuditCommand.class,
            BanCommand.class,
            CertificateCommand.class,
            ConnectionsCommand.class,
            RoomsCommand.class
        })
public final class Main implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration in YAML; without it the defaults hold.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "Sets one key, before environment and file. May be repeated.")
    private List<String> settings = List.of();

    private Main(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // Takes a stack trace of every hundredth buffer; the tests look at all of them.
        setUnlessSet("io.netty.leakDetection.level", "disabled");
        // Events of buffers for the flight recorder: loading its classes takes a twentieth of the start.
        setUnlessSet("io.netty.jfr.enabled", "false");
        // Or each of them costs the server as much as a new connection, as often as a client of TLS 1.2 likes.
        setUnlessSet("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        System.exit(commandLine(System.getenv()).execute(args));
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Main(environment)).setExecutionExceptionHandler(Main::report);
    }

    @Override
    public Integer call() throws Exception {
        return run(false);
    }

    @Command(name = "run", description = "Runs the server until SIGTERM or SIGINT; the default.")
    int run(
            @Option(names = "--until-ready", description = "Stops it as soon as it is ready: a rehearsal of the start.")
                    boolean untilReady)
            throws Exception {
        LoadedConfig loaded = load();
        loaded.checkListening();
        loaded.warnings().forEach(LOG::warn);
        ChatServer server =
                new ChatServer(loaded.config(), StoreProvider.builtIn(), AdminToken.ofEnvironment(environment));
        ShutdownHook hook = ShutdownHook.install(server::stop);
        try {
            server.start();
            LOG.info("Ready: {}", server.addresses());
            watchProcess(server);
            return (untilReady ? server.stop() : server.awaitStop()) ? 0 : FAILED;
        } finally {
            hook.remove();
        }
    }

    private static void watchProcess(ChatServer server) {
        try {
            server.watchProcess();
        } catch (RuntimeException e) {
            LOG.error("the process cannot be watched; its meters are missing", e);
        }
    }

    @Command(name = "check-config", description = "Checks the configuration, and shows what differs from the defaults.")
    int checkConfig() throws ConfigException {
        LoadedConfig loaded = load();
        loaded.checkListening();
        loaded.warnings().forEach(warning -> spec.commandLine().getErr().println(warning));
        PrintWriter out = spec.commandLine().getOut();
        out.println("configuration is valid");
        loaded.changes()
                .forEach(change -> out.println(change.key() + " = " + change.value() + " (" + change.origin() + ")"));
        out.flush();
        return 0;
    }

    @Command(name = "config-doc", description = "Prints the reference of all keys in Markdown.")
    int configDoc() {
        spec.commandLine().getOut().print(ConfigReference.markdown());
        spec.commandLine().getOut().flush();
        return 0;
    }

    @Command(name = "version", description = "Prints the version.")
    int version() {
        spec.commandLine().getOut().println(Version.line());
        return 0;
    }

    /**
     * Where the database is.
     *
     * @param purpose what somebody wants with it
     */
    Path dataFolder(String purpose) throws ConfigException {
        StoreConfig store = load().config().store();
        if (store.kind() == StoreKind.MEMORY) {
            throw new StoreException("store.kind: memory (expected: sqlite; there is nothing to " + purpose + ")");
        }
        return store.path();
    }

    /**
     * Where accounts are changed: in the data folder or, if a server has that, by the server.
     *
     * @param purpose what somebody wants with it
     */
    OperatorDesk desk(String purpose) throws ConfigException, StartException {
        ServerConfig config = config();
        Secret given = AdminToken.given(AdminToken.ofEnvironment(environment), config.admin());
        if (config.store().kind() == StoreKind.MEMORY && given != null) {
            return new RunningServerDesk(new AdminClient(config.admin(), given));
        }
        dataFolder(purpose);
        try {
            return StoppedServerDesk.open(config);
        } catch (FolderInUseException e) {
            Secret token = given == null ? AdminToken.made(config.store().path()) : given;
            return new RunningServerDesk(new AdminClient(config.admin(), token));
        }
    }

    /** The server that is running, for what only that can tell. */
    AdminClient runningServer() throws ConfigException, StartException {
        ServerConfig config = config();
        Secret given = AdminToken.given(AdminToken.ofEnvironment(environment), config.admin());
        if (given == null && config.store().kind() == StoreKind.MEMORY) {
            throw new StartException("the admin API of a server with store.kind: memory wants a token of the operator's"
                    + " (expected: admin.token-file or CHAT_ADMIN_TOKEN)");
        }
        Secret token = given == null ? AdminToken.made(config.store().path()) : given;
        return new AdminClient(config.admin(), token);
    }

    /** What the command line, the environment and the file say. */
    ServerConfig config() throws ConfigException {
        return load().config();
    }

    private LoadedConfig load() throws ConfigException {
        return ConfigLoader.load(file, environment, settings);
    }

    /** What an operator can put right takes one line each; only a bug shows where it happened. */
    private static int report(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigException wrong) {
            wrong.problems().forEach(err::println);
            return WRONG_CONFIGURATION;
        }
        if (failure instanceof StartException || failure instanceof StoreException) {
            err.println(failure.getMessage());
        } else {
            LOG.error("{} failed", command.getCommandName(), failure);
            err.println(command.getCommandName() + " failed: " + failure);
        }
        return FAILED;
    }
}
