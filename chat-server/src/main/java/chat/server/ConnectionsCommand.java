// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows who is connected to the server that is running, and ends single connections. */
@Command(
        name = "connections",
        description = "Lists the connections of the server that is running: id, protocol, who, from where, since when,"
                + " rooms, queued bytes, entries behind.")
final class ConnectionsCommand implements Callable<Integer> {

    private static final String CONNECTIONS = "connections";

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        new OperatorList(main.runningServer(), CONNECTIONS)
                .print(json, ConnectionsCommand::line, spec.commandLine().getOut());
        return 0;
    }

    @Command(
            name = "close",
            description = "Ends a connection. Its client does not come back by itself, but may: ban keeps addresses"
                    + " out, account lock accounts.")
    int close(
            @Parameters(paramLabel = "ID", description = "As connections lists it.") long id,
            @Option(names = "--reason", defaultValue = "", description = "Why, for the audit log.") String reason)
            throws Exception {
        AdminClient client = main.runningServer();
        ObjectNode body = client.object().put("reason", reason);
        JsonNode closed = client.ask("DELETE", body, CONNECTIONS, Long.toString(id));
        spec.commandLine().getOut().println("closed: " + line(closed));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static String line(JsonNode connection) {
        return String.join(
                "\t",
                connection.path("id").asText(),
                connection.path("protocol").asText() + (connection.path("tls").asBoolean() ? " over TLS" : ""),
                who(connection),
                connection.path("address").asText(),
                connection.path("since").asText(),
                connection.path("rooms").asText(),
                connection.path("queuedBytes").asText(),
                connection.path("behind").asText());
    }

    private static String who(JsonNode connection) {
        if (connection.has("account")) {
            return connection.path("account").asText();
        }
        return connection.has("guest") ? connection.path("guest").asText() + " (guest)" : "-";
    }
}
