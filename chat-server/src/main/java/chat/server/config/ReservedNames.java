// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names that guests may not take, however they are spelt; never those that the authors of deleted accounts have.
 * Immutable and thread-safe.
 *
 * @param names in the order in which they were written
 */
public record ReservedNames(Set<AccountName> names) {

    /** No name is reserved. */
    public static final ReservedNames NONE = new ReservedNames(Set.of());

    /** Keeps a copy of the set, in its order. */
    public ReservedNames {
        names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /**
     * Reads names with commas between them; {@code off} is none.
     *
     * @throws IllegalArgumentException if one of them is no name
     */
    static ReservedNames parse(String text) {
        if (text.equalsIgnoreCase(ValueType.OFF)) {
            return NONE;
        }
        try {
            return new ReservedNames(Arrays.stream(text.split(",", -1))
                    .map(part -> new AccountName(part.strip()))
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        } catch (RejectedException e) {
            throw new IllegalArgumentException(e.reason(), e);
        }
    }

    /**
     * Lets a guest take a name.
     *
     * @throws RejectedException with {@link ErrorCode#NAME_RESERVED} if they may not
     */
    public void requireFree(AccountName name) {
        if (names.contains(name) || name.isOfDeleted()) {
            throw new RejectedException(
                    ErrorCode.NAME_RESERVED, "name: " + name + " is not for guests (expected: another name)");
        }
    }

    /** The form that {@link #parse} reads back. */
    @Override
    public String toString() {
        return names.isEmpty()
                ? ValueType.OFF
                : names.stream().map(AccountName::value).collect(Collectors.joining(", "));
    }
}
