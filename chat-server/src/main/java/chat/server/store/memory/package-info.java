// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Logs that live in memory and end with the process: the readable reference of what a store does.
 *
 * <p>Written by the {@link chat.server.store.CommitWriter}'s thread, read by any.
 */
@NullMarked
package chat.server.store.memory;

import org.jspecify.annotations.NullMarked;
