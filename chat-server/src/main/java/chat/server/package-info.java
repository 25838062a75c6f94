// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The start of the server: the command line ({@link chat.server.Main}) and the composition root ({@link
 * chat.server.ChatServer}), which builds everything with constructors.
 *
 * <p>Runs on the main thread; stops on the thread of the shutdown hook. May import every package of the server.
 */
@NullMarked
package chat.server;

import org.jspecify.annotations.NullMarked;
