// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The window of the console: what it shows of each room, the line that is being typed, and how both come onto the screen.
 *
 * <p>Three kinds of thread meet here. The key thread and the client's event loop change the rooms and lines under the one lock
 * of {@link chat.client.console.window.Rooms}, hold it for moments and never write to the terminal. The paint thread ({@link
 * chat.client.console.window.Painter}) takes what is to be seen under the same lock and writes it without. Classes that are not
 * said to be thread-safe are guarded by that lock.
 *
 * <p>May import the protocol and JLine's terminal; knows nothing of the client, commands or connections.
 */
@NullMarked
package chat.client.console.window;

import org.jspecify.annotations.NullMarked;
