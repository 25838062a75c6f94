// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The console: a conversation in a terminal ({@link chat.client.console.WindowConsole}), in plain lines ({@link
 * chat.client.console.LinearConsole}) or in a pipe ({@link chat.client.console.PipedConsole}).
 *
 * <p>Several kinds of thread meet here: the one that reads lines or keys, the one that reads the FIFO, and the client's event
 * loop, on which the {@code Transcript} puts into words what happens, for a {@code Board} to show. What they share is thread-safe
 * and says so. Nothing that came from the network is shown without its control characters made visible.
 *
 * <p>May import {@code chat.client} and the protocol; JLine's terminal in the {@code WindowConsole} only.
 */
@NullMarked
package chat.client.console;

import org.jspecify.annotations.NullMarked;
