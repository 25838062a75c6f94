// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Where the logs are kept. {@link chat.server.store.ChatStore} is everything the server needs of a provider; {@link
 * chat.server.store.CommitWriter} is the one writing thread that all providers share.
 *
 * <p>A provider is a package of its own below this one, which may import this package, the log and the rooms.
 */
@NullMarked
package chat.server.store;

import org.jspecify.annotations.NullMarked;
