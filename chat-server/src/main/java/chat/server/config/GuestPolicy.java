// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** What people without an account may do. */
public enum GuestPolicy {
    /** {@link #ALLOW} where only this machine can connect, else {@link #DENY}. */
    AUTO,
    /** What everybody may. */
    ALLOW,
    /** Join rooms that exist and read. */
    READ_ONLY,
    /** Nothing. */
    DENY
}
