// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * A conversation with a chat server that outlives its connections: {@link chat.client.ChatClient}, what it is made with
 * ({@link chat.client.ChatOptions}), what it answers ({@link chat.client.SendResult}, {@link chat.client.ChatException})
 * and what it tells by itself ({@link chat.client.ChatListener}).
 *
 * <p>Every method of {@code ChatClient} may be called from any thread and none blocks but {@code close}. Listeners and
 * stages run on the client's one event loop thread, so they must not wait for the client. Rooms, places in them and messages
 * that are not acknowledged survive a lost connection, questions do not: {@code ChatClient} says how, in which units, and how
 * it fails. What is exposed besides: {@link chat.client.tls} and {@code chat.protocol.message}. docs/BOTS.md has three programs.
 *
 * <p>May import the protocol and {@code chat.client.internal}; knows nothing of terminals and command lines.
 */
@NullMarked
package chat.client;

import org.jspecify.annotations.NullMarked;
