// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames are the same however they came. */
class FrameCutterTest {

    private final List<String> told = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameCutter(new FrameCutter.Table(), new Sink()));

    private final class Sink implements FrameCutter.Sink {
        @Override
        public void reading(long nowNanos, int bytes) {}

        @Override
        public void frame(byte[] bytes, int from, int to) {
            told.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void refused(String words) {
            told.add("refused " + words);
        }

        @Override
        public void readComplete() {}

        @Override
        public void closed(Channel ended) {
            told.add("closed");
        }
    }

    @Test
    void framesAreCutWhereverTheReadsEnd() {
        byte[] stream = "\0\0\0\3one\0\0\0\0\0\0\0\5three".getBytes(StandardCharsets.UTF_8);
        for (int chunk = 1; chunk <= stream.length; chunk++) {
            for (int from = 0; from < stream.length; from += chunk) {
                channel.writeInbound(Unpooled.copiedBuffer(stream, from, Math.min(chunk, stream.length - from)));
            }
            assertThat(told).as("in pieces of " + chunk).containsExactly("one", "", "three");
            told.clear();
        }
    }

    @Test
    void aFrameThatIsLargerThanTheTableIsCut() {
        byte[] stream = new byte[4 + (1 << 20)];
        stream[1] = 1 << 4;
        channel.writeInbound(
                Unpooled.copiedBuffer(stream, 0, 1 << 19),
                Unpooled.copiedBuffer(stream, 1 << 19, stream.length - (1 << 19)));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).hasSize(1 << 20);
    }

    @Test
    void aRefusalInWordsIsToldOnce() {
        channel.writeInbound(Unpooled.copiedBuffer("*** full\r\n", StandardCharsets.UTF_8));
        channel.writeInbound(Unpooled.copiedBuffer("more", StandardCharsets.UTF_8));
        channel.close();
        assertThat(told).containsExactly("refused *** full", "closed");
    }
}
