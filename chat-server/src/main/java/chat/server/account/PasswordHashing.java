// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.Secret;

/** How passwords are hashed. Slow on purpose: never on an event loop. Thread-safe. */
public interface PasswordHashing {

    /** The hash of a password, with a salt of its own. */
    PasswordHash hash(Secret password);

    /**
     * Whether a password is the one that was hashed.
     *
     * @throws IllegalArgumentException if that is no hash
     */
    boolean matches(Secret password, PasswordHash hash);

    /** Whether a hash was made as one would be made now. */
    boolean isCurrent(PasswordHash hash);

    /** A hash that no password has, and that takes as long to compare with as any other. */
    PasswordHash decoy();
}
