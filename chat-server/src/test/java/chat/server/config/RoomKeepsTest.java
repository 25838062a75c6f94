// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomKeepsTest {

    @Test
    void everythingIsKeptUnlessSomebodySaysOtherwise() {
        RoomsConfig rooms = ServerConfig.defaults().rooms();

        assertThat(rooms.keepEntries().isOff()).isTrue();
        assertThat(rooms.keepAge().isOff()).isTrue();
        assertThat(rooms.keep().byRoom()).isEmpty();
    }

    @Test
    void aCountAndAnAgeHoldForAllRooms() {
        RoomsConfig rooms = ServerConfig.with("rooms.keep-entries=5000", "rooms.keep-age=90d")
                .rooms();

        assertThat(rooms.keepEntries()).isEqualTo(Limit.atMost(5_000));
        assertThat(rooms.keepAge()).isEqualTo(Limit.atMost(Duration.ofDays(90)));
    }

    @Test
    void roomsHaveRulesOfTheirOwn() {
        RoomsConfig rooms = ServerConfig.with("rooms.keep=#Ops 90d, #ci 5000,#log 7d  1000 , #audit off")
                .rooms();

        assertThat(rooms.keep().byRoom())
                .isEqualTo(Map.of(
                        new RoomName("#ops"), new Keep(Limit.off(), Limit.atMost(Duration.ofDays(90))),
                        new RoomName("#ci"), new Keep(Limit.atMost(5_000), Limit.off()),
                        new RoomName("#log"), new Keep(Limit.atMost(1_000), Limit.atMost(Duration.ofDays(7))),
                        new RoomName("#audit"), Keep.ALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "#ops 90d", "#ops 90d, #ci 5000, #log 7d 1000, #audit off"})
    void whatIsPrintedCanBeReadBack(String text) {
        assertThat(RoomKeeps.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#ops",
                "ops 90d",
                "90d",
                "#ops 90d,",
                "#ops 90d, #OPS 5000",
                "#ops 90d 80d",
                "#ops 5 6",
                "#ops 0",
                "#ops 0d",
                "#ops 90x",
                "#ops off 5",
                "#ops 99999999999",
                "#ops 90d #ci 5000"
            })
    void anythingElseIsOneLineThatShowsHow(String text) {
        assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), List.of("rooms.keep=" + text)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .startsWith("rooms.keep: " + text
                                        + " (expected: each room once with an age, a count, both or off,"
                                        + " such as \"#ops 90d, "));
    }
}
