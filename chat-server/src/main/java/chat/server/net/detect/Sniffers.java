// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net.detect;

import chat.server.net.detect.ProtocolSniffer.Verdict;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How the protocols begin. */
public final class Sniffers {

    /** A request line longer than this is none; it is chat in capitals. */
    private static final int MAX_REQUEST_LINE = 4096;

    private static final int MAX_METHOD = 20;
    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]{1,20} \\S+ HTTP/1\\.\\d\r?");

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 0x03;
    private static final int TELNET_COMMAND = 0xff;

    private Sniffers() {}

    /** A frame begins with the highest byte of its length, which is 0, as frames are shorter than 16 MiB. */
    public static Verdict framed(ByteBuf first) {
        return first.getByte(first.readerIndex()) == 0 ? Verdict.YES : Verdict.NO;
    }

    /** A TLS record of the handshake begins with its type and the major version (RFC 8446, section 5.1). */
    public static Verdict tls(ByteBuf first) {
        int at = first.readerIndex();
        if (first.getUnsignedByte(at) != TLS_HANDSHAKE) {
            return Verdict.NO;
        }
        if (first.readableBytes() < 2) {
            return Verdict.NEED_MORE;
        }
        return first.getUnsignedByte(at + 1) == TLS_MAJOR_VERSION ? Verdict.YES : Verdict.NO;
    }

    /** An HTTP request has a first line {@code METHOD target HTTP/1.x} (RFC 9112, section 3); GET me coffee is chat. */
    public static Verdict http(ByteBuf first) {
        int begin = first.readerIndex();
        int length = Math.min(first.readableBytes(), MAX_REQUEST_LINE);
        int method = 0;
        while (method < length && isCapital(first.getByte(begin + method))) {
            method++;
        }
        if (method > MAX_METHOD || (method < length && (method == 0 || first.getByte(begin + method) != ' '))) {
            return Verdict.NO;
        }
        int end = first.indexOf(begin, begin + length, (byte) '\n');
        if (end < 0) {
            return length == MAX_REQUEST_LINE ? Verdict.NO : Verdict.NEED_MORE;
        }
        String line = first.toString(begin, end - begin, StandardCharsets.ISO_8859_1);
        return REQUEST_LINE.matcher(line).matches() ? Verdict.YES : Verdict.NO;
    }

    /** Text begins with what can be typed, with a letter of UTF-8 (RFC 3629), or with a telnet command (RFC 854). */
    public static Verdict text(ByteBuf first) {
        int b = first.getUnsignedByte(first.readerIndex());
        boolean ascii = (b >= 0x20 && b <= 0x7e) || b == '\t' || b == '\r' || b == '\n';
        boolean utf8 = b >= 0xc2 && b <= 0xf4;
        return ascii || utf8 || b == TELNET_COMMAND ? Verdict.YES : Verdict.NO;
    }

    private static boolean isCapital(byte b) {
        return b >= 'A' && b <= 'Z';
    }
}
