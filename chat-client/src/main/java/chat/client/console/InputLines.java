// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.protocol.line.Line;
import chat.protocol.line.LineSplitter;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes lines of the bytes of a file, a pipe or a FIFO. Confined to the thread that reads. */
public final class InputLines {

    /** Above what a server takes for one message, so that what is too long for it is its own to refuse. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Takes the lines, as fast as it can: whoever has no place for one waits. */
    public interface Taker {
        /**
         * A line without its end.
         *
         * @throws TimeoutException if there is no place for it in time
         */
        void line(String line) throws InterruptedException, TimeoutException;

        /** A line longer than {@link #MAX_BYTES}, which was left out. */
        void tooLong();
    }

    private final LineSplitter splitter = new LineSplitter(MAX_BYTES);
    private final Taker taker;

    /** @param taker is called by the thread that calls {@link #bytes} */
    public InputLines(Taker taker) {
        this.taker = taker;
    }

    /** Some more bytes. */
    public void bytes(byte[] bytes, int length) throws InterruptedException, TimeoutException {
        var in = Unpooled.wrappedBuffer(bytes, 0, length);
        Line line = splitter.next(in);
        while (line != null) {
            hand(line);
            line = splitter.next(in);
        }
    }

    /** The end of the input: a last line without an end counts. */
    public void end() throws InterruptedException, TimeoutException {
        hand(splitter.finish());
    }

    private void hand(@Nullable Line line) throws InterruptedException, TimeoutException {
        if (line instanceof Line.Text text) {
            taker.line(text.text());
        } else if (line instanceof Line.TooLong) {
            taker.tooLong();
        }
    }
}
