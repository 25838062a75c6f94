// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.CaughtUp;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.client.ConnectionStatus.Trouble;
import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Position;
import chat.protocol.message.PresenceState;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OTHER = new RoomName("#other");
    private static final String NASTY = "\u001b[2J\u009b31m\u202e\u0007";

    private final List<String> lines = new ArrayList<>();
    private final List<String> prompts = new ArrayList<>();
    private final Screen screen = new Screen() {
        @Override
        public void show(Shown shown) {
            lines.addAll(PlainText.of(shown));
        }

        @Override
        public void prompt(String prompt) {
            prompts.add(prompt);
        }
    };
    private final Place place = new Place(screen);
    private final RecentNames names = new RecentNames();
    private final Transcript transcript = new Transcript(
            new LineBoard(screen, place, ZoneOffset.UTC, LocalDate.of(1970, 1, 1)),
            place,
            names,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            status -> false);

    @Test
    void aMessageHasItsTimeAndItsSpeaker() {
        place.enter(LOBBY);
        transcript.onEntry(message(LOBBY, "anna", "hello"));
        assertThat(lines).containsExactly("00:01 <anna> hello");
    }

    @Test
    void aDeedLooksLikeOne() {
        place.enter(LOBBY);
        transcript.onEntry(message(LOBBY, "anna", "/me waves\n00:02 <bert> two"));
        transcript.onEntry(message(OTHER, "anna", "/me goes"));
        assertThat(lines)
                .containsExactly("00:01 * anna waves", "      | 00:02 <bert> two", "00:01 [#other] * anna goes");
    }

    @Test
    void aMessageOfAnotherRoomHasItsName() {
        place.enter(LOBBY);
        transcript.onEntry(message(OTHER, "anna", "hello"));
        assertThat(lines).containsExactly("00:01 [#other] <anna> hello");
    }

    @Test
    void noFurtherLineCanPassForAMessage() {
        place.enter(LOBBY);
        transcript.onEntry(message(LOBBY, "anna", "one\n00:02 <bert> two\r\n* three\u2028! four"));
        assertThat(lines)
                .containsExactly("00:01 <anna> one", "      | 00:02 <bert> two", "      | * three", "      | ! four");
    }

    @Test
    void anotherDayIsMentionedOnce() {
        place.enter(LOBBY);
        transcript.onEntry(entryAt(86_400_000, "next"));
        transcript.onEntry(entryAt(86_460_000, "later"));
        assertThat(lines).containsExactly("* 1970-01-02", "00:00 <anna> next", "00:01 <anna> later");
    }

    /** Whatever may come from the network is nasty here: nothing of it may reach the screen as it is. */
    @Test
    void nothingFromTheNetworkPaintsTheTerminal() {
        place.enter(LOBBY);
        AccountName anna = new AccountName("anna");
        transcript.onWelcome(new Event.Welcome(
                1, NASTY, anna, "r", ProducerId.random(), NASTY, new Event.Limits(1, 1, 1, 1, 1), 30));
        transcript.onEntry(message(LOBBY, "anna", NASTY));
        transcript.onEntry(new LogEntry(LOBBY, 2, 0, anna, new RoomEvent.TopicChanged(NASTY)));
        transcript.onEntry(new LogEntry(LOBBY, 3, 0, anna, new RoomEvent.Unrecognised(NASTY)));
        transcript.onJoined(new Event.Joined("1", LOBBY, "e", 0, true, NASTY));
        transcript.onRejected(new Event.Rejected(null, ErrorCode.INTERNAL, NASTY, null));
        transcript.onRoomLost(OTHER, ErrorCode.INTERNAL, NASTY);
        transcript.onCaughtUp(new CaughtUp(LOBBY, new Position("e", 1, 5L), true, 1, 0, 2));
        transcript.onNewLog(LOBBY, NASTY);
        transcript.onConnection(
                new ConnectionStatus(ConnectionState.RECONNECTING, Trouble.REFUSED, NASTY, Duration.ofSeconds(2)));
        transcript.onPresence(new Event.Presence(LOBBY, new AccountName("bert"), PresenceState.ONLINE, null));

        assertThat(lines)
                .hasSizeGreaterThan(7)
                .noneMatch(line -> line.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u202e'));
        assertThat(lines).contains("00:01 <anna> ^[[2J\\x9b31m\\u{202e}^G");
    }

    @Test
    void thePromptSaysHowTheConnectionStands() {
        place.enter(LOBBY);
        status(ConnectionState.ONLINE, "");
        status(ConnectionState.RECONNECTING, "broken");
        assertThat(prompts).containsExactly("#lobby (connecting)> ", "#lobby> ", "#lobby (reconnecting)> ");
        place.exit(LOBBY);
        assertThat(prompts).last().isEqualTo("(no room) (reconnecting)> ");
    }

    @Test
    void theSameTroubleIsToldOnce() {
        status(ConnectionState.RECONNECTING, "refused");
        status(ConnectionState.RECONNECTING, "refused");
        assertThat(lines).containsExactly("* refused; trying again in 2 s");
        status(ConnectionState.ONLINE, "");
        status(ConnectionState.RECONNECTING, "refused");
        assertThat(lines).hasSize(2);
    }

    @Test
    void whoSpokeLastComesFirst() {
        transcript.onEntry(message(LOBBY, "anna", "1"));
        transcript.onEntry(message(LOBBY, "bert", "2"));
        transcript.onPresence(new Event.Presence(LOBBY, new AccountName("carl"), PresenceState.ONLINE, null));
        transcript.onEntry(message(LOBBY, "Anna", "3"));
        assertThat(names.all()).extracting(AccountName::value).containsExactly("Anna", "bert", "carl");
        transcript.onPresence(
                new Event.Presence(LOBBY, new AccountName("berta"), PresenceState.ONLINE, new AccountName("bert")));
        transcript.onPresence(new Event.Presence(LOBBY, new AccountName("carl"), PresenceState.OFFLINE, null));
        assertThat(names.all()).extracting(AccountName::value).containsExactly("Anna", "berta");
    }

    @Test
    void aHoleIsTold() {
        transcript.onGap(new Event.Gap(LOBBY, "e", 5, 9));
        assertThat(lines.get(0)).startsWith("* [#lobby] 5 messages are no longer kept: 5 to 9");
    }

    @Test
    void whatCouldNotBeUnderstoodIsNotSaidToBeGone() {
        transcript.onHole(new Event.Gap(LOBBY, "e", 5, 9));
        assertThat(lines.get(0))
                .isEqualTo("* [#lobby] 5 messages did not arrive, or could not be understood by this client: 5 to 9");
    }

    private void status(ConnectionState state, String reason) {
        transcript.onConnection(new ConnectionStatus(
                state,
                reason.isEmpty() ? Trouble.NONE : Trouble.LOST,
                reason,
                reason.isEmpty() ? null : Duration.ofSeconds(2)));
    }

    private static LogEntry message(RoomName room, String from, String text) {
        return new LogEntry(room, 1, 60_000, new AccountName(from), new RoomEvent.Message(1, text));
    }

    private static LogEntry entryAt(long millis, String text) {
        return new LogEntry(LOBBY, 1, millis, new AccountName("anna"), new RoomEvent.Message(1, text));
    }
}
