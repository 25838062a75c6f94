// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Lines of text, for {@code nc}, telnet and the chat client of any tutorial: a line is a message, a line that begins with
 * {@code /} is a command, a line of the server's own begins with {@code *}.
 *
 * <p>A connection is in one room at a time, as its lines do not say which room they are about. Handlers are confined to
 * their connection's event loop. Imports the dialect interface only.
 */
@NullMarked
package chat.server.dialect.text;

import org.jspecify.annotations.NullMarked;
