// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Payloads for tests: text in UTF-8, in which {@code <c0 80>} stands for the bytes C0 and 80. */
final class Bytes {

    private Bytes() {}

    static ByteBuf payload(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
            int close = text.indexOf('>', open);
            bytes.writeBytes(text.substring(at, open).getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(
                    ByteBufUtil.decodeHexDump(text.substring(open + 1, close).replace(" ", "")));
            at = close + 1;
        }
        bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
        return Unpooled.wrappedBuffer(bytes.toByteArray());
    }
}
