// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** Who may make an account. */
public enum Registration {
    /** {@link #OPEN} where only this machine can connect, else {@link #CLOSED}. */
    AUTO,
    /** Everybody. */
    OPEN,
    /** Whoever has an invitation from the operator. */
    INVITE,
    /** Only the operator. */
    CLOSED
}
