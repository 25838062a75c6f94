// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import static chat.client.state.JsonFields.field;
import static chat.client.state.JsonFields.text;

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

/**
 * What a person had before them as JSON:
 *
 * <pre>{@code
 * { "version": 1, "rooms": [ "#lobby", "#ops" ],
 *   "drafts": { "#ops": "…" }, "alerts": { "#ops": "mentions" }, "lines": [ "…" ] }
 * }</pre>
 *
 * Thread-safe.
 */
final class DeskText {

    private static final int VERSION = 1;

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    byte[] write(Desk desk) throws IOException {
        ObjectNode root = json.createObjectNode();
        root.put("version", VERSION);
        ArrayNode rooms = root.putArray("rooms");
        desk.rooms().forEach(room -> rooms.add(room.value()));
        texts(root.putObject("drafts"), desk.drafts());
        texts(root.putObject("alerts"), desk.alerts());
        ArrayNode lines = root.putArray("lines");
        desk.lines().forEach(lines::add);
        return json.writeValueAsBytes(root);
    }

    /** @throws IOException if it is not what {@link #write} wrote */
    Desk read(byte[] content) throws IOException {
        JsonNode root = json.readTree(content);
        JsonFields.version(root, VERSION);
        try {
            List<RoomName> rooms = new ArrayList<>();
            for (JsonNode room : field(root, "rooms")) {
                rooms.add(new RoomName(text(room, "rooms")));
            }
            List<String> lines = new ArrayList<>();
            for (JsonNode line : field(root, "lines")) {
                lines.add(text(line, "lines"));
            }
            return new Desk(rooms, texts(root, "drafts"), texts(root, "alerts"), lines);
        } catch (RejectedException e) {
            throw new IOException(e.reason(), e);
        }
    }

    private static void texts(ObjectNode node, Map<RoomName, String> texts) {
        texts.forEach((room, text) -> node.put(room.value(), text));
    }

    private static Map<RoomName, String> texts(JsonNode root, String name) throws IOException {
        Map<RoomName, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : field(root, name).properties()) {
            texts.put(new RoomName(entry.getKey()), text(entry.getValue(), name));
        }
        return texts;
    }
}
