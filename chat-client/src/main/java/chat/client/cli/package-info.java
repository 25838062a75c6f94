// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/** The client's command line and terminal. */
@NullMarked
package chat.client.cli;

import org.jspecify.annotations.NullMarked;
