// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import chat.protocol.message.Event;
import io.netty.buffer.ByteBuf;

/**
 * How events look on the wire, complete with their frames. An event that many are to see is encoded once for each
 * format, so that the result must not depend on who reads it. Stateless and thread-safe.
 */
public interface WireFormat {

    /** A short name, for logs and meters. */
    String name();

    /** Appends an event; nothing, if the dialect has no way to say it. */
    void encode(Event event, ByteBuf out);
}
