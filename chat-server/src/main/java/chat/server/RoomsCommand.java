// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the rooms of the server that is running. */
@Command(
        name = "rooms",
        description = "Lists the rooms of the server that is running, but for direct ones: name, public or private,"
                + " members, people connected, number of the last entry, stored entries.")
final class RoomsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        new OperatorList(main.runningServer(), "rooms")
                .print(json, RoomsCommand::line, spec.commandLine().getOut());
        return 0;
    }

    private static String line(JsonNode room) {
        return String.join(
                "\t",
                room.path("name").asText(),
                room.path("access").asText(),
                room.path("members").asText(),
                room.path("connected").asText(),
                room.path("head").asText(),
                room.path("stored").asText());
    }
}
