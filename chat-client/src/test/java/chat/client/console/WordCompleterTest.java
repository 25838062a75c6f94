// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordCompleterTest {

    private final Place place = new Place(() -> {});
    private final RecentNames names = new RecentNames();
    private final WordCompleter completer = new WordCompleter(place, names);

    @Test
    void namesComeInTheOrderOfSpeaking() {
        List.of("anna", "berta", "carl", "bert").forEach(name -> names.spoke(new AccountName(name)));
        assertThat(completer.candidates("", true)).containsExactly("bert: ", "carl: ", "berta: ", "anna: ");
        assertThat(completer.candidates("BE", false)).containsExactly("bert ", "berta ");
    }

    @Test
    void commandsAndRoomsAreKnown() {
        place.enter(new RoomName("#one"));
        place.enter(new RoomName("#two"));
        assertThat(completer.candidates("/", true))
                .contains("/help ", "/join ", "/quit ")
                .hasSize(ConsoleCommand.values().length);
        assertThat(completer.candidates("/j", true)).containsExactly("/join ", "/jump ");
        assertThat(completer.candidates("#", false)).containsExactly("#one ", "#two ");
    }
}
