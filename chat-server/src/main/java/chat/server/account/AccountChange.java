// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import org.jspecify.annotations.Nullable;

/**
 * What is to become different in an account.
 *
 * @param id of the account
 * @param expectedGeneration what the change was decided on: if it is another by now, nothing is changed
 * @param hash the new hash, or null to keep the one there is
 * @param state the new state, or null to keep the one there is
 * @param isEnding whether all that was proved before is void from now on
 * @param atMillis when, in milliseconds since 1970
 */
public record AccountChange(
        long id,
        long expectedGeneration,
        @Nullable PasswordHash hash,
        @Nullable AccountState state,
        boolean isEnding,
        long atMillis) {}
