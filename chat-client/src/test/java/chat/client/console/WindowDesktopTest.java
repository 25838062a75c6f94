// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.console.window.Alert;
import chat.client.console.window.Rooms;
import chat.client.console.window.Unfinished;
import chat.client.state.Desk;
import chat.protocol.message.RoomName;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowDesktopTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OPS = new RoomName("#ops");

    private final Rooms rooms = new Rooms(Clock.systemUTC(), () -> {});
    private final Place place = new Place(() -> {});
    private final WindowDesktop desktop = new WindowDesktop(rooms, place);

    @Test
    void whatWaitsForARoomIsKeptWhileItIsNotThere() {
        Desk kept = new Desk(
                List.of(), Map.of(LOBBY, "a draft", OPS, "another"), Map.of(OPS, "all"), List.of("one", "two"));
        desktop.lay(kept);
        assertThat(desktop.desk()).isEqualTo(kept);
        place.enter(LOBBY);
        rooms.placed(LOBBY, List.of(LOBBY), Rooms.ONLINE);
        assertThat(desktop.desk()).isEqualTo(kept.withRooms(List.of(LOBBY)));
        rooms.alert(LOBBY, Alert.MENTIONS);
        assertThat(desktop.desk().alerts()).isEqualTo(Map.of(OPS, "all", LOBBY, "mentions"));
    }

    @Test
    void aRoomThatIsLeftLeavesNothing() {
        desktop.lay(new Desk(List.of(), Map.of(OPS, "a draft"), Map.of(), List.of()));
        rooms.placed(OPS, List.of(LOBBY, OPS), Rooms.ONLINE);
        assertThat(desktop.desk().drafts()).containsKey(OPS);
        rooms.placed(LOBBY, List.of(LOBBY), Rooms.ONLINE);
        assertThat(desktop.desk().drafts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login ann secret",
                "/LOGIN ann secret",
                "  /register ann secret",
                "/password old secret",
                "/password\told secret",
                "/pasword old secret",
                "/passwor"
            })
    void passwordsAreNotKept(String line) {
        rooms.restore(new Unfinished(Map.of(LOBBY, line), Map.of(), List.of(line, "hello", "/me waves")));
        assertThat(desktop.desk().drafts()).isEmpty();
        assertThat(desktop.desk().lines()).containsExactly("hello", "/me waves");
    }
}
