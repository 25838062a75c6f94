// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/**
 * What a person, a guest or a bot is called. Two names are equal if they differ only in case or in compatibility forms
 * of Unicode; {@link #value} keeps the spelling that was chosen.
 */
public final class AccountName implements Comparable<AccountName> {

    /** The most code points a name may have. */
    public static final int MAX_CODE_POINTS = 32;

    /** The rule, for error messages and documentation. */
    public static final String RULE = "1 to " + MAX_CODE_POINTS
            + " letters of one script, digits, - _ or . and no space; the first a letter, a" + " digit or _";

    private static final String DELETED = "deleted-";

    private final String value;
    private final String folded;

    /**
     * @param raw the name as somebody chose it
     * @throws RejectedException with a {@code name-…} code if it breaks {@link #RULE}
     */
    public AccountName(String raw) {
        this.value = NameRule.checked(raw, "name", RULE, MAX_CODE_POINTS);
        this.folded = NameRule.folded(value);
    }

    private AccountName(String value, String folded) {
        this.value = value;
        this.folded = folded;
    }

    /**
     * A name that somebody had when they said something: the rule may have become stricter since, and what was said is
     * to be read all the same. It has letters, digits and marks only, as all names have always had.
     *
     * @throws RejectedException with a {@code name-…} code if it has anything else
     */
    public static AccountName kept(String raw) {
        String value = NameRule.normal(raw, "name", RULE, MAX_CODE_POINTS);
        return new AccountName(value, NameRule.folded(value));
    }

    /**
     * What the author of entries is called whose account has been deleted.
     *
     * @param accountId the number that the account had
     */
    public static AccountName ofDeleted(long accountId) {
        return new AccountName(DELETED + accountId);
    }

    /** Whether it is a name as {@link #ofDeleted} makes them, which nobody else may have. */
    public boolean isOfDeleted() {
        return folded.startsWith(DELETED)
                && folded.length() > DELETED.length()
                && folded.chars().skip(DELETED.length()).allMatch(c -> c >= '0' && c <= '9');
    }

    /** A name of which only the form is known in which names are compared, as the name of a direct room has it. */
    static AccountName folded(String folded) {
        return new AccountName(folded, folded);
    }

    /** The name as it is shown. */
    public String value() {
        return value;
    }

    /** The form in which names are compared, for whatever keeps them. */
    public String folded() {
        return folded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountName that && folded.equals(that.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public int compareTo(AccountName other) {
        return folded.compareTo(other.folded);
    }

    @Override
    public String toString() {
        return value;
    }
}
