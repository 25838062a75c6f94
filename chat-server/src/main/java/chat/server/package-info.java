// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/** The chat server and its start. */
@NullMarked
package chat.server;

import org.jspecify.annotations.NullMarked;
