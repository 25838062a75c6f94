// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.line;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts lines out of the bytes of one connection, as {@code nc}, telnet and other programs send them. Confined to the
 * connection's thread.
 *
 * <p>A line ends at LF, at CR LF, or at CR alone: terminals in raw mode send only CR for the return key, and telnet
 * sends CR NUL. A line ends as soon as its CR is there, without waiting for what follows. NUL bytes are dropped wherever
 * they are, and so is the negotiation of telnet (RFC 854, RFC 855); a doubled IAC is the byte 255, which UTF-8 does not
 * have and which therefore becomes U+FFFD. IAC before a byte that is no telnet command (below 240) is dropped alone.
 *
 * <p>No more than {@code maxBytes} are kept, and next to nothing between two lines.
 */
public final class LineSplitter {

    private static final int NUL = 0;
    private static final int LF = '\n';
    private static final int CR = '\r';
    private static final int SE = 240;
    private static final int SB = 250;
    private static final int WILL = 251;
    private static final int IAC = 255;

    private static final int FIRST_CAPACITY = 128;
    private static final int KEPT_CAPACITY = 512;
    private static final byte[] NOTHING = {};

    private static final ByteProcessor PLAIN = b -> b != LF && b != CR && b != NUL && b != (byte) IAC;

    private enum Telnet {
        DATA,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private final int maxBytes;

    private byte[] pending = NOTHING;
    private int length;
    private boolean discarding;
    private boolean afterCr;
    private Telnet telnet = Telnet.DATA;

    /** @param maxBytes the most bytes a line may have without its end, at least 1 */
    public LineSplitter(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: > 0)");
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Reads up to the end of the next line. To be called until it returns null.
     *
     * @param in what came; everything is read but what follows the line that is returned
     * @return the next line, or null when {@code in} is used up
     */
    public @Nullable Line next(ByteBuf in) {
        while (in.isReadable()) {
            Line line = telnet == Telnet.DATA ? data(in) : negotiation(in.readByte() & 0xFF);
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    /**
     * The end of the input.
     *
     * @return the last line, if it has at least one byte and no end, or null
     */
    public @Nullable Line finish() {
        boolean unfinished = length > 0;
        afterCr = false;
        telnet = Telnet.DATA;
        discarding = false;
        return unfinished ? take() : null;
    }

    private @Nullable Line data(ByteBuf in) {
        int from = in.readerIndex();
        int special = in.forEachByte(PLAIN);
        int plain = (special < 0 ? in.writerIndex() : special) - from;
        if (plain > 0) {
            afterCr = false;
            return append(in, plain);
        }
        return special(in.readByte() & 0xFF);
    }

    private @Nullable Line special(int b) {
        switch (b) {
            case LF -> {
                boolean belongsToCr = afterCr;
                afterCr = false;
                return belongsToCr ? null : end();
            }
            case CR -> {
                afterCr = true;
                return end();
            }
            case IAC -> telnet = Telnet.COMMAND;
            default -> afterCr = false;
        }
        return null;
    }

    private @Nullable Line negotiation(int b) {
        switch (telnet) {
            case COMMAND -> {
                return command(b);
            }
            case OPTION -> telnet = Telnet.DATA;
            case SUBNEGOTIATION -> telnet = b == IAC ? Telnet.SUBNEGOTIATION_COMMAND : Telnet.SUBNEGOTIATION;
            case SUBNEGOTIATION_COMMAND -> telnet = b == SE ? Telnet.DATA : Telnet.SUBNEGOTIATION;
            case DATA -> throw new IllegalStateException("no negotiation");
        }
        return null;
    }

    private @Nullable Line command(int b) {
        telnet = Telnet.DATA;
        if (b == SB) {
            telnet = Telnet.SUBNEGOTIATION;
        } else if (b == IAC) {
            afterCr = false;
            return append((byte) IAC);
        } else if (b >= WILL) {
            telnet = Telnet.OPTION;
        } else if (b < SE) {
            return b == LF || b == CR || b == NUL ? special(b) : plain((byte) b);
        }
        return null;
    }

    private @Nullable Line plain(byte b) {
        afterCr = false;
        return append(b);
    }

    private @Nullable Line append(ByteBuf in, int count) {
        if (!room(count)) {
            in.skipBytes(count);
            return overflow();
        }
        in.readBytes(pending, length, count);
        length += count;
        return null;
    }

    private @Nullable Line append(byte b) {
        if (!room(1)) {
            return overflow();
        }
        pending[length++] = b;
        return null;
    }

    /** Whether this many more bytes may be kept; if so, there is space for them. */
    private boolean room(int count) {
        if (discarding || count > maxBytes - length) {
            return false;
        }
        int needed = length + count;
        if (needed > pending.length) {
            int doubled = Math.max(FIRST_CAPACITY, 2 * pending.length);
            pending = Arrays.copyOf(pending, Math.max(needed, Math.min(doubled, maxBytes)));
        }
        return true;
    }

    private @Nullable Line overflow() {
        boolean first = !discarding;
        discarding = true;
        clear();
        return first ? new Line.TooLong() : null;
    }

    private @Nullable Line end() {
        if (discarding) {
            discarding = false;
            return null;
        }
        return take();
    }

    private Line take() {
        Line line = new Line.Text(new String(pending, 0, length, StandardCharsets.UTF_8));
        clear();
        return line;
    }

    private void clear() {
        length = 0;
        if (pending.length > KEPT_CAPACITY) {
            pending = NOTHING;
        }
    }
}
