// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyReaderTest {

    private static final String ESC = "\u001b";

    @Test
    void whatIsTypedComesByCodePoint() throws Exception {
        assertThat(keys("aß漢👍"))
                .containsExactly(new Key.Text("a"), new Key.Text("ß"), new Key.Text("漢"), new Key.Text("👍"));
    }

    @Test
    void namedKeysComeInAllTheirForms() throws Exception {
        assertThat(keys("\r\t\u007f" + ESC + "[A" + ESC + "OB" + ESC + "[3~" + ESC + "[H" + ESC + "[1~" + ESC + "OF"))
                .containsExactly(
                        Key.Named.ENTER,
                        Key.Named.TAB,
                        Key.Named.BACKSPACE,
                        Key.Named.UP,
                        Key.Named.DOWN,
                        Key.Named.DELETE,
                        Key.Named.HOME,
                        Key.Named.HOME,
                        Key.Named.END);
        assertThat(keys(ESC + "[5~" + ESC + "[6~" + ESC + "[Z" + ESC + "[1;5D" + ESC + "[1;3C" + ESC + "\r"))
                .containsExactly(
                        Key.Named.PAGE_UP,
                        Key.Named.PAGE_DOWN,
                        Key.Named.BACK_TAB,
                        Key.Named.WORD_LEFT,
                        Key.Named.WORD_RIGHT,
                        Key.Named.NEW_LINE);
    }

    @Test
    void ctrlAndAltAreKnown() throws Exception {
        assertThat(keys("\u0001\u0018" + ESC + "1" + ESC + "B" + ESC + "\u007f" + ESC + ESC))
                .containsExactly(
                        new Key.Ctrl('A'),
                        new Key.Ctrl('X'),
                        new Key.Alt('1'),
                        new Key.Alt('b'),
                        Key.Named.WORD_BACKSPACE,
                        Key.Named.ESCAPE);
    }

    /** Who pressed Esc and saw nothing goes on with another key: its sequence must not be typed. */
    @Test
    void aKeyAfterAnEscIsThatKey() throws Exception {
        assertThat(keys(ESC + ESC + "[5~" + ESC + ESC + "OA" + ESC + ESC + "x" + ESC + ESC + ESC + "[B"))
                .containsExactly(
                        Key.Named.PAGE_UP,
                        Key.Named.UP,
                        Key.Named.ESCAPE,
                        new Key.Text("x"),
                        Key.Named.ESCAPE,
                        Key.Named.DOWN);
    }

    @Test
    void anEscThatWaitsIsTold() throws Exception {
        List<String> told = new ArrayList<>();
        try (PipedWriter typed = new PipedWriter();
                Reader in = new PipedReader(typed)) {
            KeyReader reader = new KeyReader(in, () -> {
                told.add("waits");
                try {
                    typed.write("1");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            typed.write(ESC + "[A");
            assertThat(reader.next()).isEqualTo(Key.Named.UP);
            assertThat(told).isEmpty();
            typed.write(ESC);
            assertThat(reader.next()).isEqualTo(new Key.Alt('1'));
            assertThat(told).containsExactly("waits");
        }
    }

    @Test
    void aPasteIsOnePiece() throws Exception {
        assertThat(keys(ESC + "[200~one\r\ntwo\rthree" + ESC + "[A\n" + ESC + "[201~x"))
                .containsExactly(new Key.Paste("one\ntwo\nthree" + ESC + "[A\n"), new Key.Text("x"));
        assertThat(keys(ESC + "[200~" + ESC + ESC + "[201~x")).containsExactly(new Key.Paste(ESC), new Key.Text("x"));
    }

    @Test
    void aPasteWithoutEndIsBounded() throws Exception {
        List<Key> keys = keys(ESC + "[200~" + "x".repeat(3 * KeyReader.MAX_PASTE));
        assertThat(keys).hasSize(1);
        assertThat(((Key.Paste) keys.get(0)).text()).hasSize(KeyReader.MAX_PASTE);
    }

    @Test
    void whatIsNotKnownDoesNothing() throws Exception {
        assertThat(keys(ESC + "[<0;1;1q" + ESC + "[99~a"))
                .containsExactly(Key.Named.OTHER, Key.Named.OTHER, new Key.Text("a"));
        assertThat(keys(ESC + "[12")).isEmpty();
        assertThat(keys(ESC + "[" + "1".repeat(100) + "mx")).contains(new Key.Text("x"));
    }

    private static List<Key> keys(String sent) throws IOException {
        KeyReader reader = new KeyReader(new StringReader(sent), () -> {});
        List<Key> keys = new ArrayList<>();
        for (Key key = reader.next(); key != Key.Named.GONE; key = reader.next()) {
            keys.add(key);
        }
        return keys;
    }
}
