// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import chat.protocol.frame.Framing;
import chat.protocol.message.ClosedByProtocolException;
import chat.protocol.message.RejectedException;
import chat.protocol.testing.RandomMessages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever bytes a peer sends, they are read, rejected or end its connection; nothing else is thrown. */
class CodecFuzzTest {

    private static final int CASES = 20_000;
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "null",
        "true",
        "-",
        "1e999",
        "0.1",
        "9".repeat(40),
        "\"type\":",
        "\"ref\":",
        "\"room\":",
        "\"after\":",
        "\"send\"",
        "\"message\"",
        "\"entries\":",
        "\"#r\"",
        " ",
        "\0"
    };

    private final CommandCodec commands = new CommandCodec();
    private final EventCodec events = new EventCodec();
    private final RandomMessages messages = new RandomMessages();
    private final Random random = messages.random();

    @Test
    @Timeout(30)
    void randomBytesAreReadOrRejected() {
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = '{';
            }
            decode(Unpooled.wrappedBuffer(bytes));
        }
    }

    @Test
    @Timeout(30)
    void piecesOfJsonAreReadOrRejected() {
        for (int i = 0; i < CASES; i++) {
            StringBuilder json = new StringBuilder("{");
            for (int pieces = random.nextInt(30); pieces > 0; pieces--) {
                json.append(PIECES[random.nextInt(PIECES.length)]);
            }
            decode(Bytes.payload(json.toString()));
        }
    }

    @Test
    @Timeout(30)
    void damagedMessagesAreReadOrRejected() {
        int read = 0;
        for (int i = 0; i < CASES; i++) {
            ByteBuf payload = Unpooled.buffer();
            if (random.nextBoolean()) {
                commands.encode(messages.command(), payload);
            } else {
                events.encode(messages.event(), payload);
            }
            damage(payload);
            read += decode(payload) ? 1 : 0;
        }
        // Else the damage is too great to reach what lies behind the parser.
        assertThat(read).isGreaterThan(CASES / 20);
    }

    @Test
    @Timeout(30)
    void damagedStreamsOfFramesAreReadRejectedOrClosed() {
        for (int i = 0; i < CASES / 10; i++) {
            ByteBuf stream = Unpooled.buffer();
            for (int frames = 1 + random.nextInt(5); frames > 0; frames--) {
                int begin = Framing.begin(stream);
                commands.encode(messages.command(), stream);
                Framing.end(stream, begin);
            }
            damage(stream);
            try {
                for (ByteBuf frame = Framing.next(stream, 4096); frame != null; frame = Framing.next(stream, 4096)) {
                    decode(frame);
                }
            } catch (ClosedByProtocolException e) {
                assertThat(e.getStackTrace()).isEmpty();
            }
        }
    }

    @Test
    @Timeout(30)
    void namesThatAreNotKnownDoNotWearTheReaderOut() {
        for (int i = 0; i < 3_000; i++) {
            StringBuilder json = new StringBuilder("{\"type\":\"quit\"");
            for (int field = 0; field < 100; field++) {
                json.append(",\"").append(Long.toString(random.nextLong(), 36)).append("\":0");
            }
            assertThat(commands.decode(Bytes.payload(json.append('}').toString())))
                    .isNotNull();
        }
    }

    private void damage(ByteBuf bytes) {
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(bytes.readableBytes());
            switch (random.nextInt(5)) {
                case 0 -> bytes.setByte(at, random.nextInt(256));
                case 1 -> bytes.setByte(at, bytes.getByte(at) ^ (1 << random.nextInt(8)));
                case 2 -> bytes.writerIndex(Math.max(1, at));
                case 3 -> bytes.setByte(at, "\"{}[],:0129eE.-\\u".charAt(random.nextInt(17)));
                default -> {
                    int length = Math.min(random.nextInt(20), bytes.readableBytes() - at);
                    bytes.writeBytes(bytes.copy(at, length));
                }
            }
        }
    }

    private boolean decode(ByteBuf payload) {
        boolean command = decode(payload, true);
        return decode(payload, false) || command;
    }

    private boolean decode(ByteBuf payload, boolean asCommand) {
        try {
            assertThat(asCommand ? commands.decode(payload) : events.decode(payload))
                    .isNotNull();
            return true;
        } catch (RejectedException e) {
            assertThat(e.reason().length()).isLessThan(600);
            return false;
        } catch (RuntimeException | Error e) {
            return fail("thrown by " + ByteBufUtil.hexDump(payload), e);
        }
    }
}
