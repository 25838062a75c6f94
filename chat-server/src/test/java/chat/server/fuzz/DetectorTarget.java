// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.server.net.detect.ProtocolSniffer;
import chat.server.net.detect.ProtocolSniffer.Verdict;
import chat.server.net.detect.Sniffers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** The first bytes of a connection: what is known of them does not change when more arrive, and nothing is thrown. */
public final class DetectorTarget {

    private static final List<ProtocolSniffer> SNIFFERS =
            List.of(Sniffers::framed, Sniffers::tls, Sniffers::http, Sniffers::text);

    private DetectorTarget() {}

    /** @param bytes from the beginning */
    public static void fuzzerTestOneInput(byte[] bytes) {
        for (ProtocolSniffer sniffer : SNIFFERS) {
            Verdict known = Verdict.NEED_MORE;
            for (int length = 1; length <= bytes.length; length++) {
                ByteBuf first = Unpooled.wrappedBuffer(bytes, 0, length);
                Verdict verdict = sniffer.sniff(first);
                if (known != Verdict.NEED_MORE) {
                    Same.require(known, verdict);
                }
                Same.require(length, first.readableBytes());
                known = verdict;
            }
        }
    }
}
