// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

/**
 * How the window looks in a terminal.
 *
 * @param coloured whether names have colours
 * @param links whether the terminal is told where links lead
 * @param ring how somebody is called who asked for it with {@code /notify}
 */
public record Look(boolean coloured, boolean links, Ring ring) {}
