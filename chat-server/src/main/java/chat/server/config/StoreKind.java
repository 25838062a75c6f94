// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** Where messages are kept ({@code store.kind}). A kind is offered as soon as its constant stands here. */
public enum StoreKind {
    /** In an SQLite database in the data folder. */
    SQLITE,
    /** In the memory of the process: gone when it ends. */
    MEMORY
}
