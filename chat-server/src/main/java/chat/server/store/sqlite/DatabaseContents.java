// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

/**
 * What a database holds.
 *
 * @param rooms how many rooms
 * @param messages how many messages in all rooms
 * @param bytes how long its file is
 */
public record DatabaseContents(long rooms, long messages, long bytes) {}
