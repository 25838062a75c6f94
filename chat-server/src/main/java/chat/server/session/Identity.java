// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.server.account.Access;
import chat.server.log.SenderId;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is and what they are called.
 *
 * @param id stays the same when the name changes and when a connection is resumed
 * @param access what they are signed in with, or null for a guest
 */
record Identity(SenderId id, AccountName name, @Nullable Access access) {

    /** Of a guest. */
    Identity(SenderId id, AccountName name) {
        this(id, name, null);
    }

    /** Of an account. No guest has an id that begins like this. */
    static Identity of(Access access) {
        return new Identity(new SenderId(ResumeProofs.ACCOUNT + access.accountId()), access.name(), access);
    }
}
