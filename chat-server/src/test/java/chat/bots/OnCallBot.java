// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.bots;

import chat.client.*;
import chat.protocol.message.*;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.*;

/** Says in a room what is posted to it. Arguments: server, room, port. */
public final class OnCallBot {
    public static void main(String[] args) throws Exception {
        RoomName room = new RoomName(args[1]);
        ChatOptions options = ChatOptions.to(ServerAddress.parse(args[0])).withName(new AccountName("on-call"));
        ChatClient chat = ChatClient.connect(options, new ChatListener() {});
        chat.join(room);
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[2])), 50);
        http.createContext("/", exchange -> {
            int code = 503;
            try {
                // Longer ones are cut: some bytes fewer than the server takes in a message.
                byte[] body = exchange.getRequestBody().readNBytes(8_000);
                SendResult result = chat.send(room, new String(body, StandardCharsets.UTF_8))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                code = result instanceof SendResult.Sent ? 204 : 422;
            } catch (ExecutionException | TimeoutException | InterruptedException e) {
                System.err.println(e);
            }
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
        });
        http.start();
        System.out.println("listening on port " + http.getAddress().getPort());
    }
}
