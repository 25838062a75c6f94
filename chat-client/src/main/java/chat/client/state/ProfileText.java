// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import static chat.client.state.JsonFields.field;
import static chat.client.state.JsonFields.integer;
import static chat.client.state.JsonFields.string;

import chat.client.ChatState;
import chat.client.Unacknowledged;
import chat.protocol.message.Position;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of a console as JSON:
 *
 * <pre>{@code
 * { "version": 1, "producer": "c0ff…", "nextId": 1048577, "resume": "…",
 *   "rooms": { "#lobby": { "epoch": "k3v9", "seq": 48213, "at": 1767225600000 } },
 *   "outbox": [ { "id": 7, "room": "#lobby", "text": "…", "sent": true } ] }
 * }</pre>
 *
 * Thread-safe.
 */
final class ProfileText {

    private static final int VERSION = 1;

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    byte[] write(ChatState state) throws IOException {
        ObjectNode root = json.createObjectNode();
        root.put("version", VERSION);
        root.put("producer", state.producer().value());
        root.put("nextId", state.nextId());
        if (state.resume() != null) {
            root.put("resume", state.resume());
        }
        ObjectNode rooms = root.putObject("rooms");
        new TreeMap<>(state.positions()).forEach((room, position) -> {
            ObjectNode node = rooms.putObject(room.value());
            node.put("epoch", position.epoch());
            node.put("seq", position.seq());
            if (position.atMillis() != null) {
                node.put("at", position.atMillis());
            }
        });
        ArrayNode outbox = root.putArray("outbox");
        for (Unacknowledged message : state.outbox()) {
            outbox.addObject()
                    .put("id", message.id())
                    .put("room", message.room().value())
                    .put("text", message.text())
                    .put("sent", message.sent());
        }
        return json.writeValueAsBytes(root);
    }

    /** @throws IOException if it is not what {@link #write} wrote */
    ChatState read(byte[] text) throws IOException {
        JsonNode root = json.readTree(text);
        JsonFields.version(root, VERSION);
        try {
            return new ChatState(
                    new ProducerId(string(root, "producer")),
                    positive(root, "nextId"),
                    root.has("resume") ? string(root, "resume") : null,
                    rooms(field(root, "rooms")),
                    outbox(field(root, "outbox")));
        } catch (RejectedException e) {
            throw new IOException(e.reason(), e);
        }
    }

    private static Map<RoomName, Position> rooms(JsonNode rooms) throws IOException {
        Map<RoomName, Position> positions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> room : rooms.properties()) {
            JsonNode node = room.getValue();
            Long at = node.has("at") ? integer(node, "at") : null;
            positions.put(new RoomName(room.getKey()), new Position(string(node, "epoch"), integer(node, "seq"), at));
        }
        return positions;
    }

    private static List<Unacknowledged> outbox(JsonNode outbox) throws IOException {
        List<Unacknowledged> messages = new ArrayList<>();
        for (JsonNode node : outbox) {
            messages.add(new Unacknowledged(
                    positive(node, "id"),
                    new RoomName(string(node, "room")),
                    string(node, "text"),
                    field(node, "sent").asBoolean(true)));
        }
        return messages;
    }

    private static long positive(JsonNode node, String name) throws IOException {
        long value = integer(node, name);
        if (value < 1 || value > ProfileFile.MAX_ID) {
            throw new IOException(name + ": " + value + " (expected: 1 to " + ProfileFile.MAX_ID + ")");
        }
        return value;
    }
}
