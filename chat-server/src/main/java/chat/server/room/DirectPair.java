// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.room;

/**
 * Whose direct room it is: two accounts, by number, as a name says nothing of who once had it. Immutable.
 *
 * @param lower the lower number of the two
 * @param higher the higher one
 */
public record DirectPair(long lower, long higher) {

    /** @throws IllegalArgumentException if they are not in order */
    public DirectPair {
        if (lower >= higher) {
            throw new IllegalArgumentException(lower + ", " + higher + " (expected: two accounts, the lower first)");
        }
    }

    /** The pair of two accounts, in whatever order. */
    public static DirectPair of(long one, long other) {
        return new DirectPair(Math.min(one, other), Math.max(one, other));
    }

    /** Whether an account is one of the two. */
    public boolean has(long accountId) {
        return accountId == lower || accountId == higher;
    }

    /** The other one of the two. */
    public long otherThan(long accountId) {
        return accountId == lower ? higher : lower;
    }
}
