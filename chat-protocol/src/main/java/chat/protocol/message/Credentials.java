// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/** What somebody signs in with. */
public sealed interface Credentials {

    /**
     * A person's.
     *
     * @param account the name of the account
     * @param password its password
     */
    record OfAccount(AccountName account, Secret password) implements Credentials {}

    /**
     * A bot's.
     *
     * @param token as it was shown when it was made
     */
    record OfBot(Secret token) implements Credentials {}
}
