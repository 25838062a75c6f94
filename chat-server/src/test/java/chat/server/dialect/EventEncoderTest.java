// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventEncoderTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new EventEncoder(new RefFormat()));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void eventsThatFollowOneAnotherLeaveInOnePiece() {
        event("a");
        event("b");
        event("c");
        assertThat(written()).isEmpty();

        channel.flush();
        assertThat(written()).containsExactly("a b c ");
    }

    @Test
    void bytesForManyStayBehindWhatWasWrittenBefore() {
        event("a");
        event("b");
        bytes("batch");
        event("c");
        channel.flush();

        assertThat(written()).containsExactly("a b ", "batch", "c ");
    }

    @Test
    void whoWantsToKnowIsToldWhenItIsWritten() {
        event("a");
        ChannelFuture future = channel.write(new Event.Ok("b"));
        event("c");
        assertThat(future.isDone()).isFalse();

        channel.flush();
        assertThat(future.isSuccess()).isTrue();
        assertThat(written()).containsExactly("a ", "b ", "c ");
    }

    @Test
    void whatCannotBeEncodedTakesNothingElseWithIt() {
        event("a");
        event(RefFormat.HALF_WRITTEN);
        event("b");
        channel.flush();

        assertThat(written()).containsExactly("a b ");
        assertThatThrownBy(channel::checkException).hasMessage("cannot be encoded");
    }

    /** Or what is gathered would count for nothing where it is asked how much waits. */
    @Test
    void notMuchIsGathered() {
        String text = "x".repeat(1_000);
        for (int i = 0; i < 20; i++) {
            event(text);
        }
        channel.flush();

        assertThat(written())
                .hasSizeGreaterThan(1)
                .allSatisfy(piece -> assertThat(piece.length()).isBetween(1, 10_000));
    }

    @Test
    void whatIsGatheredIsReleasedWhenTheConnectionEnds() {
        event("a");
        channel.close();

        assertThat(written()).isEmpty();
    }

    private void event(String ref) {
        channel.write(new Event.Ok(ref), channel.voidPromise());
    }

    private void bytes(String text) {
        channel.write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), channel.voidPromise());
    }

    private List<String> written() {
        List<String> pieces = new ArrayList<>();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            pieces.add(piece.toString(StandardCharsets.UTF_8));
            piece.release();
        }
        return pieces;
    }

    /** Writes the ref and a space. */
    private static final class RefFormat implements WireFormat {

        static final String HALF_WRITTEN = "half";

        @Override
        public String name() {
            return "ref";
        }

        @Override
        public void encode(Event event, ByteBuf out) {
            String ref = ((Event.Ok) event).ref();
            ByteBufUtil.writeUtf8(out, ref);
            if (ref.equals(HALF_WRITTEN)) {
                throw new IllegalStateException("cannot be encoded");
            }
            out.writeByte(' ');
        }
    }
}
