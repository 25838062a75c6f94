// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The console: a conversation in a terminal ({@link chat.client.console.WindowConsole}), in plain lines ({@link
 * chat.client.console.LinearConsole}) or in a pipe ({@link
 * chat.client.console.PipedConsole}).
 *
 * <p>Three kinds of thread meet here: the one that reads lines, the one that reads the FIFO, and the client's event loop, on
 * which the {@code Transcript} shows what happens. What they share is thread-safe and says so. Nothing that came from the
 * network reaches a {@code Screen} without its control characters made visible.
 *
 * <p>May import {@code chat.client} and the protocol; JLine in the classes of the terminal only.
 */
@NullMarked
package chat.client.console;

import org.jspecify.annotations.NullMarked;
