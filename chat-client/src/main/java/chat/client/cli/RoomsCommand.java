// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.verb.Listing;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Lists the rooms. */
@Command(
        name = "rooms",
        mixinStandardHelpOptions = true,
        description =
                "Lists the rooms that you may see: name, how many people are there now, topic; with tabs between.")
final class RoomsCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Mixin
    private AnswerOptions answer;

    @Override
    public Integer call() throws InterruptedException {
        return main.end(new Listing(
                        main.connection().chat("chat-client rooms"),
                        answer.json(),
                        answer.timeout(),
                        new FileOutputStream(FileDescriptor.out))
                .rooms());
    }
}
