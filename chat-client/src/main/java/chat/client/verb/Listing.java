// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.ChatClient;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.console.Ending;
import chat.client.console.LineOutput;
import chat.protocol.line.Visible;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** Prints what rooms there are, or who is in one. To be used once. */
public final class Listing {

    private final Ending.Watch watch = new Ending.Watch(false);
    private final ChatOptions options;
    private final boolean json;
    private final Duration patience;
    private final LineOutput out;

    /**
     * @param json whether to print a JSON object a line; otherwise fields with tabs between them
     * @param patience how long the server may take
     */
    public Listing(ChatOptions options, boolean json, Duration patience, OutputStream out) {
        this.options = options;
        this.json = json;
        this.patience = patience;
        this.out = new LineOutput(out, watch.ending()::complete);
    }

    /** The rooms that there are: name, how many people are there, topic. */
    public Ending rooms() throws InterruptedException {
        return Visit.make(
                options,
                watch,
                patience,
                new ChatListener() {},
                visit -> print(
                        visit.answer(ChatClient::rooms).stream().map(this::line).toList()));
    }

    /** Who is in a room: name, state. */
    public Ending members(RoomName room) throws InterruptedException {
        return Visit.make(
                options,
                watch,
                patience,
                new ChatListener() {},
                visit -> print(visit.answer(client -> client.members(room)).stream()
                        .map(this::line)
                        .toList()));
    }

    private Ending print(List<String> lines) {
        if (!lines.isEmpty()) {
            out.lines(lines);
        }
        return Ending.OK;
    }

    private String line(Event.RoomSummary room) {
        if (!json) {
            return Visible.of(room.room().value()) + "\t" + room.members() + "\t" + Visible.of(room.topic());
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("room", room.room().value()).put("members", room.members()).put("topic", room.topic());
        if (room.direct() != null) {
            object.put("direct", room.direct().value());
        }
        if (room.head() != null) {
            object.put("head", room.head());
        }
        return object.toString();
    }

    private String line(Event.Member member) {
        String name = member.name().value();
        String state = member.state().wireName();
        return json
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("name", name)
                        .put("state", state)
                        .toString()
                : Visible.of(name) + "\t" + state;
    }
}
