// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/** What the tests of all modules share. */
@NullMarked
package chat.protocol.testing;

import org.jspecify.annotations.NullMarked;
