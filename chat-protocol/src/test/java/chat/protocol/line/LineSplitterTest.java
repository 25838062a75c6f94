// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineSplitterTest {

    private static final int MAX = 12;
    private static final String TOO_LONG = "(too long)";

    /** Bytes as Latin-1, and the lines they are. */
    static Stream<Arguments> streams() {
        return Stream.of(
                stream("one\ntwo\n", "one", "two"),
                stream("one\r\ntwo\r\n", "one", "two"),
                stream("one\rtwo\r", "one", "two"),
                stream("one\r\0two\r\0", "one", "two"),
                stream("one\r\0\ntwo\n", "one", "", "two"),
                stream("\n\r\n\r\r\n", "", "", "", ""),
                stream("a\n\rb\n", "a", "", "b"),
                stream("no end", "no end"),
                stream("one\nno end", "one", "no end"),
                stream("", new String[0]),
                stream("o\0n\0e\0\n", "one"),
                stream("\0\0", new String[0]),
                stream("caf\u00c3\u00a9\n", "caf\u00e9"),
                stream("\u00f0\u009f\u0098\u0080\n", "\ud83d\ude00"),
                stream("a\u00c3\nb\n", "a\ufffd", "b"),
                stream("a\u0080b\n", "a\ufffdb"),
                stream("a\u00e2\u0082", "a\ufffd"),
                stream("a\tb\u001b[0m\n", "a\tb\u001b[0m"),
                // The longest line that is allowed, with each end, and one byte more.
                stream("123456789012\n123456789012\r\n123456789012", "123456789012", "123456789012", "123456789012"),
                stream("1234567890123\nok\n", TOO_LONG, "ok"),
                stream("1234567890123456789012345678901234567890\r\nok\n", TOO_LONG, "ok"),
                stream("1234567890123\rok\r1234567890123", TOO_LONG, "ok", TOO_LONG),
                stream("1234567890123\n\nok\n", TOO_LONG, "", "ok"),
                stream("123456789012\0\n", "123456789012"),
                // Telnet: WILL, WONT, DO, DONT with an option, also 10 and 13; two bytes; sub-negotiation; data 255.
                stream("\u00ff\u00fb\u0001a\u00ff\u00fc\u0003b\u00ff\u00fd\nc\u00ff\u00fe\rd\n", "abcd"),
                stream("a\u00ff\u00f6b\u00ff\u00f1\n", "ab"),
                stream("a\u00ff\u00fa\u001f\0\n\0\r\u00ff\u00ff\u00ff\u00f0b\n", "ab"),
                stream("a\u00ff\u00fa\u0018\u00ff\u00f9x\u00ff\u00f0b\n", "ab"),
                stream("a\u00ff\u00ffb\n", "a\ufffdb"),
                stream("a\u00ff\nb\n", "a", "b"),
                stream("a\u00ffb\n", "ab"),
                stream("a\r\u00ff\u00fb\u0001\nb\n", "a", "b"),
                stream("12345678901\u00ff\u00ff\u00ff\u00ff\nb\n", TOO_LONG, "b"),
                stream("\u00ff\u00fa never ended", new String[0]));
    }

    private static Arguments stream(String bytes, String... lines) {
        return Arguments.of(bytes, List.of(lines));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void linesComeOutAtOnce(String bytes, List<String> lines) {
        assertThat(split(bytes)).isEqualTo(lines);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void linesComeOutByteByByte(String bytes, List<String> lines) {
        assertThat(split(bytes.split(""))).isEqualTo(lines);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void linesComeOutWhereverTheStreamIsCutTwice(String bytes, List<String> lines) {
        for (int first = 0; first <= bytes.length(); first++) {
            for (int second = first; second <= bytes.length(); second++) {
                assertThat(split(bytes.substring(0, first), bytes.substring(first, second), bytes.substring(second)))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(lines);
            }
        }
    }

    @Test
    void aLineComesWithItsCarriageReturn() {
        LineSplitter splitter = new LineSplitter(MAX);

        assertThat(splitter.next(buffer("hi\r"))).isEqualTo(new Line.Text("hi"));
        assertThat(splitter.next(buffer("\n"))).isNull();
        assertThat(splitter.next(buffer("\n"))).isEqualTo(new Line.Text(""));
    }

    @Test
    void aLineThatIsTooLongIsReportedAtOnceAndOnlyOnce() {
        LineSplitter splitter = new LineSplitter(MAX);

        assertThat(splitter.next(buffer("1234567890123"))).isEqualTo(new Line.TooLong());
        for (int i = 0; i < 1000; i++) {
            assertThat(splitter.next(buffer("more and more of it"))).isNull();
        }
        assertThat(splitter.next(buffer("\nok\n"))).isEqualTo(new Line.Text("ok"));
    }

    @Test
    void readsNoFurtherThanTheLine() {
        ByteBuf in = buffer("one\r\ntwo\n");

        new LineSplitter(MAX).next(in);

        assertThat(in.toString(StandardCharsets.UTF_8)).isEqualTo("\ntwo\n");
    }

    @Test
    void anyBytesGiveTheSameLinesHoweverTheyAreCut() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        String alphabet = "ab\n\r\0\u00ff\u00ff\u00fa\u00f0\u00fb\u0001\u00c3\u00a9";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder bytes = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                bytes.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int cut = random.nextInt(length + 1);
            List<String> whole = split(bytes.toString());
            assertThat(split(bytes.substring(0, cut), bytes.substring(cut)))
                    .as("-Dtest.seed=%d round %d", seed, round)
                    .isEqualTo(whole);
            assertThat(split(bytes.toString().split("")))
                    .as("-Dtest.seed=%d round %d", seed, round)
                    .isEqualTo(whole);
        }
    }

    private static List<String> split(String... reads) {
        LineSplitter splitter = new LineSplitter(MAX);
        List<String> lines = new ArrayList<>();
        for (String read : reads) {
            ByteBuf in = buffer(read);
            for (Line line = splitter.next(in); line != null; line = splitter.next(in)) {
                lines.add(shown(line));
            }
            assertThat(in.isReadable()).isFalse();
        }
        Line last = splitter.finish();
        if (last != null) {
            lines.add(shown(last));
        }
        assertThat(splitter.finish()).isNull();
        return lines;
    }

    private static String shown(Line line) {
        return line instanceof Line.Text text ? text.text() : TOO_LONG;
    }

    private static ByteBuf buffer(String latin1) {
        return Unpooled.copiedBuffer(latin1, StandardCharsets.ISO_8859_1);
    }
}
