// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.CloseReason;
import chat.protocol.message.ClosedByProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramingTest {

    private static final int MAX = 10;

    @Test
    void aFrameIsFourBytesOfLengthAndThePayload() {
        ByteBuf out = Unpooled.buffer();
        out.writeByte('x');

        int begin = Framing.begin(out);
        out.writeBytes(new byte[] {'{', '}'});
        Framing.end(out, begin);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("78" + "00000002" + "7b7d");
    }

    @Test
    void manyFramesComeOutInTheirOrder() {
        ByteBuf in = frames("one", "", "three", "0123456789");

        assertThat(drain(in)).containsExactly("one", "", "three", "0123456789");
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void framesComeOutWhereverTheStreamIsCut() {
        ByteBuf whole = frames("one", "", "three", "0123456789");
        for (int cut = 0; cut <= whole.readableBytes(); cut++) {
            ByteBuf in = Unpooled.buffer();
            List<String> found = new ArrayList<>();
            in.writeBytes(whole, 0, cut);
            found.addAll(drain(in));
            in.writeBytes(whole, cut, whole.readableBytes() - cut);
            found.addAll(drain(in));
            assertThat(found).as("cut at %d", cut).containsExactly("one", "", "three", "0123456789");
        }
    }

    @Test
    void framesComeOutByteByByte() {
        ByteBuf whole = frames("one", "", "three");
        ByteBuf in = Unpooled.buffer();
        List<String> found = new ArrayList<>();
        while (whole.isReadable()) {
            in.writeByte(whole.readByte());
            int before = in.readerIndex();
            List<String> now = drain(in);
            if (now.isEmpty()) {
                assertThat(in.readerIndex()).isEqualTo(before);
            }
            found.addAll(now);
        }
        assertThat(found).containsExactly("one", "", "three");
    }

    @Test
    void aSliceIsNotRetained() {
        ByteBuf in = frames("one");

        ByteBuf frame = Framing.next(in, MAX);

        assertThat(frame).isNotNull();
        assertThat(in.refCnt()).isEqualTo(1);
        in.release();
        assertThat(frame.refCnt()).isZero();
    }

    @Test
    void aFrameThatIsTooLongEndsTheStreamAsSoonAsItsLengthIsThere() {
        ByteBuf in = Unpooled.buffer().writeInt(MAX + 1);

        assertThatThrownBy(() -> Framing.next(in, MAX))
                .isInstanceOf(ClosedByProtocolException.class)
                .hasMessage("frame of 11 bytes (expected: at most 10)")
                .extracting(e -> ((ClosedByProtocolException) e).reason())
                .isEqualTo(CloseReason.FRAME_TOO_LONG);
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void aNegativeLengthIsALongOne() {
        for (int length : new int[] {-1, Integer.MIN_VALUE}) {
            ByteBuf in = Unpooled.buffer().writeInt(length);
            assertThatThrownBy(() -> Framing.next(in, Integer.MAX_VALUE))
                    .isInstanceOf(ClosedByProtocolException.class)
                    .hasMessageContaining(Integer.toUnsignedString(length));
        }
    }

    @Test
    void threeBytesAreNoLength() {
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {-1, -1, -1});

        assertThat(Framing.next(in, MAX)).isNull();
        assertThat(in.readableBytes()).isEqualTo(3);
    }

    private static ByteBuf frames(String... payloads) {
        ByteBuf out = Unpooled.buffer();
        for (String payload : payloads) {
            int begin = Framing.begin(out);
            out.writeCharSequence(payload, StandardCharsets.UTF_8);
            Framing.end(out, begin);
        }
        return out;
    }

    private static List<String> drain(ByteBuf in) {
        List<String> found = new ArrayList<>();
        for (ByteBuf frame = Framing.next(in, MAX); frame != null; frame = Framing.next(in, MAX)) {
            found.add(frame.toString(StandardCharsets.UTF_8));
        }
        return found;
    }
}
