// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatedDecoderTest {

    private static final String END = "end";

    private boolean open = true;
    private Consumer<Object> onCommand = command -> {};
    private final List<Object> seen = new ArrayList<>();
    private final LetterDecoder decoder = new LetterDecoder(() -> open);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder, new Session());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void commandsAreDecodedHoweverTheBytesCome() {
        write("a");
        write("bc");
        write("");
        write("def");

        assertThat(seen).containsExactly("ab", "cd", "ef");
    }

    @Test
    void nothingIsHeldThatHasBeenUsed() {
        ByteBuf all = ByteBufAllocator.DEFAULT.buffer().writeBytes("ab".getBytes(StandardCharsets.UTF_8));
        channel.writeInbound(all);
        assertThat(all.refCnt()).isZero();

        open = false;
        ByteBuf more = ByteBufAllocator.DEFAULT.buffer().writeBytes("cdef".getBytes(StandardCharsets.UTF_8));
        channel.writeInbound(more);
        assertThat(more.refCnt()).as("the gate is shut").isEqualTo(1);
        reopen();
        assertThat(more.refCnt()).isZero();
        assertThat(seen).containsExactly("ab", "cd", "ef");
    }

    @Test
    void aShutGateStopsTheStreamInTheMiddle() {
        onCommand = command -> open = false;
        write("abcdef");
        write("gh");
        assertThat(seen).containsExactly("ab");

        reopen();
        assertThat(seen).containsExactly("ab", "cd");
        reopen();
        reopen();
        reopen();
        assertThat(seen).containsExactly("ab", "cd", "ef", "gh");
    }

    @Test
    void aCommandThatOpensTheGateAgainDoesNotOvertakeItself() {
        onCommand = command -> {
            open = false;
            reopen();
        };
        write("abcdefgh");

        assertThat(seen).containsExactly("ab", "cd", "ef", "gh");
    }

    @Test
    void theEndOfTheInputComesAfterEverythingBefore() {
        write("abc");
        end();

        assertThat(seen).containsExactly("ab", "c", END);
    }

    @Test
    void anEndWhileTheGateIsShutWaits() {
        onCommand = command -> open = false;
        write("abcde");
        end();
        assertThat(seen).containsExactly("ab");

        reopen();
        assertThat(seen).containsExactly("ab", "cd");
        reopen();
        assertThat(seen).containsExactly("ab", "cd", "e", END);
        reopen();
        assertThat(seen).as("once").hasSize(4);
    }

    @Test
    void afterTheEndNothingIsDecoded() {
        end();
        write("abcd");

        assertThat(seen).containsExactly(END);
    }

    @Test
    void whoFinishesLooksAtNothingMore() {
        write("ab!cdef");
        write("gh");

        assertThat(seen).containsExactly("ab", "!");
    }

    @Test
    void aHandlerThatIsRemovedWithinACommandDecodesNoMore() {
        onCommand = command -> channel.pipeline().remove(decoder);
        ByteBuf bytes = Unpooled.copiedBuffer("abcdef", StandardCharsets.US_ASCII);
        channel.writeInbound(bytes);

        assertThat(seen).containsExactly("ab");
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void aConnectionThatEndsReleasesWhatWasNotDecoded() {
        open = false;
        ByteBuf first = ByteBufAllocator.DEFAULT.buffer().writeBytes(new byte[] {1, 2});
        ByteBuf second = ByteBufAllocator.DEFAULT.buffer().writeBytes(new byte[] {3, 4});
        channel.writeInbound(first);
        channel.writeInbound(second);

        channel.finishAndReleaseAll();

        assertThat(first.refCnt()).isZero();
        assertThat(second.refCnt()).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void otherEventsPassAtOnce() {
        open = false;
        channel.pipeline().fireUserEventTriggered("other");

        assertThat(seen).containsExactly("other");
    }

    private void write(String letters) {
        channel.writeInbound(Unpooled.copiedBuffer(letters, StandardCharsets.US_ASCII));
    }

    private void end() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    private void reopen() {
        open = true;
        GatedDecoder.goOn(channel);
    }

    private final class Session extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            seen.add(message);
            onCommand.accept(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            seen.add(event instanceof ChannelInputShutdownEvent ? END : event);
        }
    }
}
