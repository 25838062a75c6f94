// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.bots;

import chat.client.*;
import chat.protocol.message.*;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/** Announces deployments, each once: lines such as "1842 shop 1.4.2 is live". Arguments: server, room, account. */
public final class DeployBot {
    /** Who counts: made once for this bot (openssl rand -hex 16), and never used by another. */
    private static final ProducerId DEPLOYMENTS = new ProducerId("5d0b6a1c9e3f4782a1b2c3d4e5f60718");

    public static void main(String[] args) throws Exception {
        RoomName room = new RoomName(args[1]);
        Credentials account =
                new Credentials.OfAccount(new AccountName(args[2]), new Secret(System.getenv("CHAT_PASSWORD")));
        ChatOptions options = ChatOptions.to(ServerAddress.parse(args[0]))
                .withCredentials(account)
                .withProducer(DEPLOYMENTS, 1);
        try (ChatClient chat = ChatClient.connect(options, new ChatListener() {});
                Scanner lines = new Scanner(System.in)) {
            chat.join(room).toCompletableFuture().get(10, TimeUnit.SECONDS);
            while (lines.hasNextLine()) {
                String[] line = lines.nextLine().split(" ", 2);
                // The number of the deployment is the id of the message: run again, the same number is the same
                // message.
                Unacknowledged message = new Unacknowledged(Long.parseLong(line[0]), room, line[1], false);
                System.out.println(chat.sendAgain(message).toCompletableFuture().get(60, TimeUnit.SECONDS));
            }
        }
    }
}
