// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/**
 * Something that somebody has written down for a key, not checked yet.
 *
 * @param name the key as it was written; perhaps there is no such key
 * @param text the value as it was written
 * @param origin where
 */
record Setting(String name, String text, Origin origin) {}
