// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The settings of the server: one table of keys ({@link chat.server.config.Keys}) from which loading, the records and
 * the reference are made.
 *
 * <p>Everything here is immutable and thread-safe; loading runs once, on the main thread. May import the JDK and Jackson
 * (YAML), and no other package of the server.
 */
@NullMarked
package chat.server.config;

import org.jspecify.annotations.NullMarked;
