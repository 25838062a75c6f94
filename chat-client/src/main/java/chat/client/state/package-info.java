// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What a client keeps on disk between its runs, readable for its owner only: {@link chat.client.state.ProfileFile} what the
 * console was doing, {@link chat.client.state.KeyedSender} who sent under a key. All of it lies in one {@link
 * chat.client.state.StateFolder}, which says where that is.
 *
 * <p>Everything here blocks and belongs on any thread but the client's event loop. Several processes may use the folder at
 * the same time.
 *
 * <p>May import {@code chat.client}, the protocol and Jackson; knows nothing of terminals and command lines.
 */
@NullMarked
package chat.client.state;

import org.jspecify.annotations.NullMarked;
