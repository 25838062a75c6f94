// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

/**
 * What is kept of a password.
 *
 * @param encoded with its parameters, such as {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}; empty for none
 */
public record PasswordHash(String encoded) {

    /** The one that no password has. */
    public static final PasswordHash NONE = new PasswordHash("");

    /** Never the hash itself. */
    @Override
    public String toString() {
        return "***";
    }
}
