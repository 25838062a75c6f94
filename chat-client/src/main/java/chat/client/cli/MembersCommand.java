// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.verb.Listing;
import chat.protocol.message.RoomName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists who is in a room. */
@Command(
        name = "members",
        mixinStandardHelpOptions = true,
        description = "Lists who is in a room: name, and online or offline; with a tab between.")
final class MembersCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Mixin
    private AnswerOptions answer;

    @Parameters(
            arity = "0..1",
            paramLabel = "ROOM",
            converter = ConnectionOptions.RoomConverter.class,
            description = "The room, with its # or without; instead of --room.")
    private @Nullable RoomName room;

    @Override
    public Integer call() throws InterruptedException {
        return main.end(new Listing(
                        main.connection().chat("chat-client members"),
                        answer.json(),
                        answer.timeout(),
                        new FileOutputStream(FileDescriptor.out))
                .members(room == null ? main.connection().room() : room));
    }
}
