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
        assertThat(completer.candidates("", 0)).containsExactly("bert: ", "carl: ", "berta: ", "anna: ");
        assertThat(completer.candidates("tell BE", 5)).containsExactly("bert ", "berta ");
    }

    @Test
    void commandsAndRoomsAreKnown() {
        place.enter(new RoomName("#one"));
        place.enter(new RoomName("#two"));
        assertThat(completer.candidates("/", 0))
                .contains("/help ", "/join ", "/quit ")
                .hasSize(ConsoleCommand.values().length);
        assertThat(completer.candidates("/j", 0)).containsExactly("/join ", "/jump ");
        assertThat(completer.candidates("in #", 3)).containsExactly("#one ", "#two ");
    }

    @Test
    void nobodyIsOfferedToThemselves() {
        names.own(new AccountName("anna"));
        List.of("bert", "anna").forEach(name -> names.spoke(new AccountName(name)));
        assertThat(completer.candidates("", 0)).containsExactly("bert: ");
        assertThat(completer.candidates("/msg ", 5)).containsExactly("bert ");
        names.own(new AccountName("bert"));
        assertThat(completer.candidates("/msg ", 5)).containsExactly("anna ");
    }

    @Test
    void whereARoomIsWantedRoomsAreOffered() {
        names.spoke(new AccountName("opal"));
        place.enter(new RoomName("#lobby"));
        place.enter(new RoomName("#ops"));
        place.enter(new RoomName("@anna,bert"));
        assertThat(completer.candidates("/go ", 4)).containsExactly("#lobby ", "#ops ", "@anna,bert ");
        assertThat(completer.candidates("/go op", 4)).containsExactly("#ops ");
        assertThat(completer.candidates("/win anna", 5)).containsExactly("@anna,bert ");
        assertThat(completer.candidates("@", 0)).containsExactly("@opal ", "@anna,bert ");
        assertThat(completer.candidates("/leave @", 7)).containsExactly("@anna,bert ");
        assertThat(completer.candidates("hey @OP", 4)).containsExactly("@opal ");
        assertThat(completer.candidates("/kick @o", 6)).containsExactly("@opal ");
        assertThat(completer.candidates("/kick op", 6)).containsExactly("opal ");
        assertThat(completer.candidates("/go ops op", 8)).containsExactly("opal ");
    }
}
