// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

/**
 * Whether a connection's next command may be decoded. Asked on the connection's event loop. When it opens again, the
 * decoder is called with an empty buffer.
 */
@FunctionalInterface
public interface CommandGate {

    /** Whether the next command may be decoded now. */
    boolean isOpen();
}
