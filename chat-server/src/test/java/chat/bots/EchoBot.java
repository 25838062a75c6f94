// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.bots;

import chat.client.*;
import chat.protocol.message.*;
import java.util.concurrent.CountDownLatch;

/** Says again what somebody asks it to: {@code !echo TEXT}. Arguments: server, room. */
public final class EchoBot implements ChatListener {
    private static final String ORDER = "!echo ";
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile ChatClient chat;

    public static void main(String[] args) throws InterruptedException {
        EchoBot bot = new EchoBot();
        ChatOptions options = ChatOptions.to(ServerAddress.parse(args[0])).withName(new AccountName("echo"));
        try (ChatClient chat = ChatClient.connect(options, bot)) {
            bot.chat = chat;
            // None of the entries that there are: what was said before it came is not for it.
            chat.joinLast(new RoomName(args[1]), 0);
            bot.over.await();
        }
    }

    @Override
    public void onEntry(LogEntry entry) {
        if (entry.event() instanceof RoomEvent.Message said && said.text().startsWith(ORDER)) {
            // With the name before it, or it would obey itself.
            chat.send(entry.room(), entry.from() + ": " + said.text().substring(ORDER.length()));
        }
    }

    @Override
    public void onConnection(ConnectionStatus status) {
        if (status.state().isFinal()) over.countDown();
    }
}
