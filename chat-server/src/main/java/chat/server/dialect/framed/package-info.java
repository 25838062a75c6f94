// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The native dialect: JSON objects in frames with a length before them, as {@code docs/PROTOCOL.md} has it.
 *
 * <p>Handlers are confined to their connection's event loop. Imports the dialect interface only.
 */
@NullMarked
package chat.server.dialect.framed;

import org.jspecify.annotations.NullMarked;
