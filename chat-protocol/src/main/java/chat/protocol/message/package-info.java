// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/** The messages that client and server exchange. */
@NullMarked
package chat.protocol.message;

import org.jspecify.annotations.NullMarked;
