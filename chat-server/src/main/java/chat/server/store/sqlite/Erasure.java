// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;

/**
 * That the messages of a deleted account are to be changed.
 *
 * @param accountId whose
 * @param name its name, as entries have it
 * @param sinceMillis when the account was made: what was said under the name before was somebody else's
 * @param isRemoval whether what was said goes too, not only the name
 */
record Erasure(long accountId, String name, long sinceMillis, boolean isRemoval) {

    /** What takes the place of the name. */
    String newName() {
        return AccountName.ofDeleted(accountId).value();
    }
}
