// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** What an acknowledgement promises ({@code store.durability}). */
public enum Durability {
    /** The entry is on the disk: it survives a power failure. */
    FSYNC,
    /** The operating system has the entry: it survives the end of the process, not a power failure. */
    OS
}
