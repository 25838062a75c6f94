// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.Role;
import chat.protocol.message.RoomName;
import chat.server.log.LogHead;
import chat.server.presence.Presence;
import chat.server.room.Room;
import chat.server.room.RoomDirectory;
import chat.server.room.Standings;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code rooms}: those that there are, page by page; of direct rooms, whose names say who talks to whom, how many. */
final class RoomResource implements Resource {

    private final RoomDirectory rooms;
    private final Presence presence;

    RoomResource(RoomDirectory rooms, Presence presence) {
        this.rooms = rooms;
        this.presence = presence;
    }

    @Override
    public @Nullable CompletionStage<ApiResponse> handle(ApiRequest request, List<String> rest) {
        return request.method().equals("GET") && rest.isEmpty()
                ? CompletableFuture.completedFuture(list(request))
                : null;
    }

    private ApiResponse list(ApiRequest request) {
        int limit = request.limit();
        String given = request.query().get("after");
        RoomName after = given == null ? null : new RoomName(given);
        List<Room> found = rooms.all().stream()
                .filter(room -> after == null || room.name().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        List<Room> shown = found.size() > limit ? found.subList(0, limit) : found;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("rooms");
        shown.forEach(room -> list.add(json(room)));
        body.put("directs", rooms.directRooms());
        if (shown.size() < found.size()) {
            body.put("next", shown.get(limit - 1).name().value());
        }
        return ApiResponse.ok(body);
    }

    private ObjectNode json(Room room) {
        LogHead head = room.head();
        Standings standings = room.state().standings();
        // Read before the end: the two move on by themselves.
        long first = head.firstSeq();
        long last = head.lastSeq();
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", room.name().value())
                .put("access", room.state().settings().access().name().toLowerCase(Locale.ROOT))
                .put(
                        "members",
                        Stream.of(Role.values()).mapToLong(standings::count).sum())
                .put("connected", presence.count(room.name()))
                .put("head", last)
                .put("stored", Math.max(0, last - first + 1));
    }
}
