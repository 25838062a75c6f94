// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

/**
 * Where an appended entry stands.
 *
 * @param seq its number
 * @param atMillis when it was stored, in milliseconds since 1970
 * @param duplicate whether it had been stored before under the same id; then the place is that of the first time
 */
public record Appended(long seq, long atMillis, boolean duplicate) {}
