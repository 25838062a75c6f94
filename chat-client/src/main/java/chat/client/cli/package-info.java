// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The command line of the terminal client: {@link chat.client.cli.Main} and its sub-commands, which read options and leave
 * the work to {@code chat.client.console}. Runs on the main thread; the only place that ends the process.
 *
 * <p>May import everything of the client, picocli and, to keep the terminal clean, the logging back end.
 */
@NullMarked
package chat.client.cli;

import org.jspecify.annotations.NullMarked;
