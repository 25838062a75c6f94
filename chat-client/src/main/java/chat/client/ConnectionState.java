// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

/** How a conversation stands. */
public enum ConnectionState {
    /** The first connection is being made; there has been no welcome yet. */
    CONNECTING,
    /** The server has welcomed this client, and what it is asked goes out at once. */
    ONLINE,
    /** There was a connection and there will be another one; messages wait for it. */
    RECONNECTING,
    /** The conversation is over and does not come back by itself: the server said so. */
    FAILED,
    /** The conversation is over because this side closed it. */
    CLOSED;

    /** Whether nothing follows any more. */
    public boolean isFinal() {
        return this == FAILED || this == CLOSED;
    }
}
