// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

/**
 * A room's log as it was read when everything was over.
 *
 * @param epoch which log
 * @param entries what was read
 * @param firstKept the first place that the server says it still has; earlier ones cannot be checked
 * @param expectedHead how far live clients had got when the end was read; what they saw later may not be in it
 */
record StoredLog(String epoch, LogRecord entries, long firstKept, long expectedHead) {}
