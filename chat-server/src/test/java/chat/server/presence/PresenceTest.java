// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.PresenceState;
import chat.protocol.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName GARDEN = new RoomName("#garden");
    private static final AccountName ANN = new AccountName("Ann");
    private static final AccountName BEN = new AccountName("Ben");
    private static final AccountName CAT = new AccountName("Cat");

    private final List<Event.Presence> told = new ArrayList<>();
    private final Presence presence = new Presence(told::add, 2);

    @Test
    void whoComesAndWhoGoesIsTold() {
        presence.entered(LOBBY, "1", ANN);
        assertThat(told).isEmpty();
        assertThat(tell()).containsExactly(online(ANN));
        assertThat(tell()).isEmpty();

        presence.left(LOBBY, "1");
        assertThat(tell()).containsExactly(offline(ANN));
        assertThat(tell()).isEmpty();
    }

    @Test
    void whoComesBackInTimeHasNotBeenAway() {
        presence.entered(LOBBY, "1", ANN);
        tell();
        presence.left(LOBBY, "1");
        presence.entered(LOBBY, "1", ANN);

        assertThat(tell()).isEmpty();
        assertThat(presence.in(LOBBY)).containsExactly(ANN);
    }

    @Test
    void whoOnlyLooksInIsNotTold() {
        presence.entered(LOBBY, "1", ANN);
        presence.left(LOBBY, "1");

        assertThat(tell()).isEmpty();
        assertThat(presence.count(LOBBY)).isZero();
    }

    @Test
    void aNewNameIsToldWithTheOldOne() {
        presence.entered(LOBBY, "1", ANN);
        tell();
        presence.renamed(LOBBY, "1", CAT);
        presence.renamed(LOBBY, "1", BEN);

        assertThat(tell()).containsExactly(new Event.Presence(LOBBY, BEN, PresenceState.ONLINE, ANN));
        assertThat(presence.in(LOBBY)).containsExactly(BEN);
    }

    @Test
    void aNameThatIsTakenBackIsNotTold() {
        presence.entered(LOBBY, "1", ANN);
        tell();
        presence.renamed(LOBBY, "1", BEN);
        presence.renamed(LOBBY, "1", ANN);

        assertThat(tell()).isEmpty();
    }

    @Test
    void anotherSpellingIsAnotherName() {
        presence.entered(LOBBY, "1", ANN);
        tell();
        presence.renamed(LOBBY, "1", new AccountName("ANN"));

        assertThat(tell()).singleElement().satisfies(change -> {
            assertThat(change.name().value()).isEqualTo("ANN");
            assertThat(change.formerly()).isEqualTo(ANN);
        });
    }

    @Test
    void whoIsRenamedAndGoesIsToldByTheNameThatIsKnown() {
        presence.entered(LOBBY, "1", ANN);
        tell();
        presence.renamed(LOBBY, "1", BEN);
        presence.left(LOBBY, "1");

        assertThat(tell()).containsExactly(offline(ANN));
    }

    @Test
    void onePersonOnTwoConnectionsIsHereUntilTheLastEnds() {
        presence.entered(LOBBY, "1", ANN);
        presence.entered(LOBBY, "1", ANN);
        assertThat(tell()).containsExactly(online(ANN));
        assertThat(presence.count(LOBBY)).isEqualTo(1);

        presence.left(LOBBY, "1");
        assertThat(tell()).isEmpty();
        assertThat(presence.in(LOBBY)).containsExactly(ANN);

        presence.left(LOBBY, "1");
        assertThat(tell()).containsExactly(offline(ANN));
    }

    @Test
    void aLargeRoomKeepsItsChangesToItself() {
        presence.entered(LOBBY, "1", ANN);
        presence.entered(LOBBY, "2", BEN);
        presence.entered(LOBBY, "3", CAT);

        assertThat(tell()).isEmpty();
        assertThat(presence.in(LOBBY)).containsExactly(ANN, BEN, CAT);
    }

    @Test
    void roomsAreToldApart() {
        presence.entered(LOBBY, "1", ANN);
        presence.entered(GARDEN, "1", ANN);
        tell();
        presence.left(GARDEN, "1");

        assertThat(tell()).containsExactly(new Event.Presence(GARDEN, ANN, PresenceState.OFFLINE, null));
        assertThat(presence.in(LOBBY)).containsExactly(ANN);
        assertThat(presence.in(GARDEN)).isEmpty();
    }

    @Test
    void whoIsNotThereCanNeitherGoNorBeRenamed() {
        presence.left(LOBBY, "1");
        presence.renamed(LOBBY, "1", ANN);
        presence.entered(LOBBY, "2", BEN);
        presence.left(LOBBY, "1");
        presence.renamed(LOBBY, "1", ANN);

        assertThat(tell()).containsExactly(online(BEN));
        assertThat(presence.in(LOBBY)).containsExactly(BEN);
    }

    @Test
    void aRoomIsForgottenWhenItIsEmptyAndThatWasTold() {
        RoomPresence people = new RoomPresence();
        assertThat(people.isForgettable()).isTrue();
        people.entered("1", ANN);
        assertThat(people.isForgettable()).isFalse();
        people.left("1");
        assertThat(people.isForgettable())
                .as("that somebody left is still to be looked at")
                .isFalse();

        people.changes(LOBBY, 10);

        assertThat(people.isForgettable()).isTrue();
    }

    private List<Event.Presence> tell() {
        told.clear();
        presence.tell();
        return List.copyOf(told);
    }

    private static Event.Presence online(AccountName name) {
        return new Event.Presence(LOBBY, name, PresenceState.ONLINE, null);
    }

    private static Event.Presence offline(AccountName name) {
        return new Event.Presence(LOBBY, name, PresenceState.OFFLINE, null);
    }
}
