// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

class WordCompleterTest {

    private final Place place = new Place(new Screen() {
        @Override
        public void show(Shown shown) {}

        @Override
        public void prompt(String prompt) {}
    });
    private final RecentNames names = new RecentNames();
    private final WordCompleter completer = new WordCompleter(place, names);

    @Test
    void namesComeInTheOrderOfSpeaking() throws Exception {
        List.of("anna", "berta", "carl", "bert").forEach(name -> names.spoke(new AccountName(name)));
        assertThat(complete("")).containsExactly("bert:", "carl:", "berta:", "anna:");
        assertThat(complete("hello ")).containsExactly("bert", "carl", "berta", "anna");
    }

    @Test
    void commandsAndRoomsAreKnown() throws Exception {
        place.enter(new RoomName("#one"));
        place.enter(new RoomName("#two"));
        assertThat(complete("/")).contains("/help", "/join", "/quit").hasSize(ConsoleCommand.values().length);
        assertThat(complete("/leave #")).containsExactly("#one", "#two");
    }

    /** What the TAB key does with it. */
    @Test
    void theLastSpeakerIsTheFirstChoice() throws Exception {
        List.of("bert", "anna", "berta").forEach(name -> names.spoke(new AccountName(name)));
        ByteArrayInputStream keys = new ByteArrayInputStream("be\t\r\r".getBytes(StandardCharsets.UTF_8));
        try (DumbTerminal terminal =
                new DumbTerminal("test", "ansi", keys, new ByteArrayOutputStream(), StandardCharsets.UTF_8)) {
            terminal.setSize(new Size(80, 24));
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .completer(completer)
                    .option(LineReader.Option.AUTO_LIST, false)
                    .option(LineReader.Option.MENU_COMPLETE, true)
                    .build();
            assertThat(reader.readLine().strip()).startsWith("berta:");
        }
    }

    private List<String> complete(String line) throws Exception {
        List<Candidate> candidates = new ArrayList<>();
        try (DumbTerminal terminal =
                new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream())) {
            LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
            completer.complete(
                    reader, new DefaultParser().parse(line, line.length(), Parser.ParseContext.COMPLETE), candidates);
        }
        // As JLine sorts them.
        Collections.sort(candidates);
        return candidates.stream().map(Candidate::value).toList();
    }
}
