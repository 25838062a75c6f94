// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.codec.EventCodec;
import chat.protocol.message.LogEntry;
import chat.server.store.sqlite.SqliteExport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;

/** Entries as JSON objects in UTF-8, one a line and as the protocol has them. Used by one thread. */
final class JsonLines implements SqliteExport.Sink {

    private final EventCodec codec = new EventCodec();
    private final ByteBuf line = Unpooled.buffer();
    private final OutputStream out;

    JsonLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void entry(LogEntry entry) throws IOException {
        line.clear();
        codec.encode(entry, line);
        line.writeByte('\n');
        line.readBytes(out, line.readableBytes());
    }
}
