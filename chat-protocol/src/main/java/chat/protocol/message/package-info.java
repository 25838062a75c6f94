// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The vocabulary of the chat: what a client asks ({@link chat.protocol.message.Command}), what a server tells ({@link
 * chat.protocol.message.Event}) and the values both are made of.
 *
 * <p>Everything here is immutable and thread-safe, uses the JDK only and knows nothing of bytes, rooms or sockets. A
 * value that would break a rule (a name, a text) cannot be constructed: constructors throw {@link
 * chat.protocol.message.RejectedException}.
 */
@NullMarked
package chat.protocol.message;

import org.jspecify.annotations.NullMarked;
