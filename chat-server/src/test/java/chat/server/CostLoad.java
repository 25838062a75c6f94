// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.client.ServerAddress;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A room and a load on it in lockstep: one member says something, and goes on when everybody has read it. So what the server
 * has to do for it does not depend on how fast anybody is.
 */
final class CostLoad implements Closeable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String TEXT = "What is said has the length of a sentence that people say, no more.";

    private final ServerProcess server;
    private final String room;
    private final List<FrameClient> members = new ArrayList<>();
    private long lastId;

    /** Has them connect and join, and waits until all of that has been told. */
    CostLoad(ServerProcess process, String room, int size) throws IOException {
        server = process;
        ServerAddress address = process.address();
        this.room = room;
        for (int i = 0; i < size; i++) {
            Socket socket = new Socket(address.host(), address.port());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            FrameClient member = new FrameClient(socket);
            members.add(member);
            member.hello(name(i));
            member.join(room);
        }
        // Who came is told up to a second later, to everybody.
        JsonNode told = members.get(0).skipTo("presence");
        while (!told.get("name").asText().equals(name(size - 1))) {
            told = members.get(0).skipTo("presence");
        }
    }

    private String name(int member) {
        return room.substring(1) + "-" + member;
    }

    /** How many read each message, its sender among them. */
    int members() {
        return members.size();
    }

    /**
     * Runs it.
     *
     * @param rounds how often something is said
     * @param senders how many members say something at once, the first ones
     * @param burst how many messages each of them says, in one write
     */
    void run(int rounds, int senders, int burst) {
        for (int round = 0; round < rounds; round++) {
            // Whoever is first must not be served before the last has spoken, or it would be chance how many share a
            // batch.
            boolean together = senders > 1;
            if (together) {
                server.pause();
            }
            members.subList(0, senders).forEach(sender -> sender.send(messages(burst)));
            if (together) {
                server.resume();
            }
            members.subList(0, senders).forEach(sender -> awaitBoth(sender, senders * burst, burst));
            members.subList(senders, members.size()).forEach(member -> member.messages(senders * burst));
        }
    }

    private String[] messages(int count) {
        String[] messages = new String[count];
        for (int i = 0; i < count; i++) {
            messages[i] =
                    "{'type':'send','ref':'cost','room':'%s','text':'%s','id':%d}".formatted(room, TEXT, ++lastId);
        }
        return messages;
    }

    /** The sender's part of a round ends when it has the messages and the answers to them, in whatever order. */
    private static void awaitBoth(FrameClient sender, int allMessages, int ownAnswers) {
        int messages = 0;
        int answers = 0;
        while (messages < allMessages || answers < ownAnswers) {
            JsonNode event = sender.next();
            switch (event.get("type").asText()) {
                case "message" -> messages++;
                case "sent" -> answers++;
                default -> throw new AssertionError("expected message or sent, but there came " + event);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (FrameClient member : members) {
            member.close();
        }
    }
}
