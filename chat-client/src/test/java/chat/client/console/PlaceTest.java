// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.RoomName;
import org.junit.jupiter.api.Test;

class PlaceTest {

    private static final RoomName ONE = new RoomName("#one");
    private static final RoomName TWO = new RoomName("#two");
    private static final RoomName THREE = new RoomName("#three");

    private final Place place = new Place(() -> {});

    @Test
    void whoLeavesIsWhereTheyWereBefore() {
        place.enter(ONE);
        place.enter(TWO);
        place.enter(ONE);
        place.open(THREE);
        assertThat(place.current()).isEqualTo(ONE);
        place.exit(ONE);
        assertThat(place.current()).isEqualTo(TWO);
        place.exit(TWO);
        assertThat(place.current()).isEqualTo(THREE);
        place.exit(THREE);
        assertThat(place.current()).isNull();
    }

    @Test
    void aClosedRoomKeepsItsPlace() {
        place.enter(ONE);
        place.enter(TWO);
        place.enter(THREE);
        place.close(TWO);
        assertThat(place.view().rooms()).containsExactly(ONE, TWO, THREE);
        assertThat(place.view().isOpen(TWO)).isFalse();
        assertThat(place.open(TWO)).isTrue();
        assertThat(place.open(TWO)).isFalse();
        place.close(TWO);
        place.exit(TWO);
        assertThat(place.view().rooms()).containsExactly(ONE, THREE);
        assertThat(place.view().closed()).isEmpty();
        place.close(TWO);
        assertThat(place.view().closed()).isEmpty();
    }

    @Test
    void whoIsNowhereIsNotPutAnywhere() {
        assertThat(place.open(ONE)).isTrue();
        assertThat(place.current()).isNull();
    }
}
