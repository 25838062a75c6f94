// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;

/** Somebody's name as people write it: with an {@code @} before it, as elsewhere, or without. Stateless. */
public final class TypedName {

    private TypedName() {}

    /**
     * The name.
     *
     * @throws RejectedException if it cannot be one
     */
    public static AccountName of(String word) {
        return new AccountName(word.startsWith("@") ? word.substring(1) : word);
    }
}
