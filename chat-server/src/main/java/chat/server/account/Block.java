// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

/**
 * Somebody wants no direct messages from somebody.
 *
 * @param accountId whose wish it is
 * @param blockedId from whom
 */
public record Block(long accountId, long blockedId) {}
