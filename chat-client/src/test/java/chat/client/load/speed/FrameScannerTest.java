// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.codec.EventCodec;
import chat.protocol.message.AccountName;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is read from the bytes is what the encoder wrote, and what is not written so is left to the decoder. */
class FrameScannerTest {

    private static final RoomName ROOM = new RoomName("#bench-räume-0");

    private final Stamp stamp = new Stamp("0a1b2c3d", 100);
    private final FrameScanner scanner = new FrameScanner(stamp);
    private final byte[] opening = FrameScanner.messageIn(ROOM.value());

    @Test
    void whatTheEncoderWroteIsRead() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            long seq = 1 + random.nextLong(1L << random.nextInt(1, 53));
            long atMillis = random.nextLong(1L << 45);
            int sender = random.nextInt(1 << random.nextInt(1, 20));
            long number = random.nextLong(1L << random.nextInt(1, 31));
            long nanos = random.nextLong(1L << random.nextInt(1, 45));
            byte[] frame = message(ROOM, seq, atMillis, "Åsa_" + i, stamp.text(sender, number, nanos));

            assertThat(isMessage(frame)).isTrue();
            assertThat(scanner.seq()).isEqualTo(seq);
            assertThat(scanner.atMillis()).isEqualTo(atMillis);
            assertThat(scanner.sender()).isEqualTo(sender);
            assertThat(scanner.number()).isEqualTo(number);
            assertThat(scanner.dueNanos()).isEqualTo(nanos);
        }
    }

    @Test
    void aTextHasItsLength() {
        assertThat(stamp.text(999_999, 2_000_000_000, 1L << 45)).hasSize(100);
        assertThat(new Stamp("0a1b2c3d", Stamp.LEAST_BYTES).text(999_999, 2_000_000_000, 99_999_999_999_999L))
                .hasSize(Stamp.LEAST_BYTES);
    }

    @Test
    void theTextOfADecodedMessageIsReadToo() {
        assertThat(scanner.isText(stamp.text(7, 8, 9).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(scanner.sender()).isEqualTo(7);
        assertThat(scanner.isText("hello".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(scanner.isText(new byte[0])).isFalse();
    }

    @Test
    void otherRoomsRunsAndTextsAreNotRead() {
        String text = stamp.text(1, 2, 3);
        assertThat(isMessage(message(new RoomName("#bench-räume-1"), 1, 1, "ann", text)))
                .isFalse();
        assertThat(isMessage(message(ROOM, 1, 1, "ann", new Stamp("0a1b2c3e", 100).text(1, 2, 3))))
                .isFalse();
        assertThat(isMessage(message(ROOM, 1, 1, "ann", text + "a"))).isFalse();
        assertThat(isMessage(message(ROOM, 1, 1, "ann", text.substring(1)))).isFalse();
        assertThat(isMessage(message(ROOM, 1, 1, "ann", text.substring(0, 99) + "?")))
                .isFalse();
        assertThat(isMessage(message(ROOM, 1, 1, "ann", "é \" \\ 🎉"))).isFalse();
    }

    @Test
    void otherJsonOfTheSameMeaningIsLeftToTheDecoder() {
        String json = new String(message(ROOM, 5, 6, "ann", stamp.text(1, 2, 3)), StandardCharsets.UTF_8);
        for (String odd : new String[] {
            json.replace(",\"seq\":5", ", \"seq\":5"),
            json.replace(",\"seq\":5", "").replace("}", ",\"seq\":5}"),
            json.replace("\"id\":4", "\"new\":true,\"id\":4"),
            json.replace("ann", "a\\u006en"),
            json.replace(" 2 ", " \\u0032 "),
            json + " ",
        }) {
            byte[] frame = odd.getBytes(StandardCharsets.UTF_8);
            assertThat(isMessage(frame)).as(odd).isFalse();
            Event event = new EventCodec().decode(Unpooled.wrappedBuffer(frame));
            assertThat(((LogEntry) event).seq()).isEqualTo(5);
        }
    }

    @Test
    void noBytesMakeItFail() {
        byte[] frame = message(ROOM, 5, 6, "ann", stamp.text(1, 2, 3));
        for (int length = 0; length < frame.length; length++) {
            assertThat(isMessage(Arrays.copyOf(frame, length))).isFalse();
        }
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = frame.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            if (isMessage(damaged)) {
                assertThat(scanner.number()).isNotNegative();
            }
        }
    }

    @Test
    void acknowledgementsAndPresenceAreKnownByTheirBeginning() {
        byte[] sent = encoded(new Event.Sent("1", ROOM, 1, 2, 3, false));
        assertThat(FrameScanner.isSent(sent, 0, sent.length)).isTrue();
        assertThat(FrameScanner.isPresence(sent, 0, sent.length)).isFalse();
        assertThat(FrameScanner.isSent(sent, 0, 3)).isFalse();
    }

    private boolean isMessage(byte[] frame) {
        byte[] among = new byte[frame.length + 20];
        Arrays.fill(among, (byte) '1');
        System.arraycopy(frame, 0, among, 10, frame.length);
        return scanner.isMessage(among, 10, 10 + frame.length, opening);
    }

    private static byte[] message(RoomName room, long seq, long atMillis, String from, String text) {
        return encoded(new LogEntry(room, seq, atMillis, new AccountName(from), new RoomEvent.Message(4, text)));
    }

    private static byte[] encoded(Event event) {
        ByteBuf out = Unpooled.buffer();
        new EventCodec().encode(event, out);
        return ByteBufUtil.getBytes(out);
    }
}
