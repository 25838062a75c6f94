// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefusalLineDecoderTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new RefusalLineDecoder());

    @Test
    void aRefusalThatComesByteByByteIsOneReason() {
        for (byte b : "*** full, try later\r\n".getBytes(StandardCharsets.UTF_8)) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        assertThat(channel.<Object>readInbound()).isEqualTo(new RefusalLineDecoder.Refusal("full, try later"));
    }

    @Test
    void aRefusalWithoutAnEndCountsWhenTheConnectionEnds() {
        channel.writeInbound(text("*** full"));
        assertThat(channel.<Object>readInbound()).isNull();
        channel.finish();
        assertThat(channel.<Object>readInbound()).isEqualTo(new RefusalLineDecoder.Refusal("full"));
    }

    @Test
    void anEndlessRefusalIsReportedOnce() {
        for (int i = 0; i < 10; i++) {
            channel.writeInbound(text("*".repeat(1000)));
        }
        assertThat(channel.<RefusalLineDecoder.Refusal>readInbound().reason()).contains("too long");
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void anythingElsePassesUntouched() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 42}));
        assertThat(channel.pipeline().get(RefusalLineDecoder.class)).isNull();
        ByteBuf passed = channel.readInbound();
        assertThat(passed.readInt()).isEqualTo(42);
        passed.release();
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
