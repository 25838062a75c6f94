// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import chat.protocol.message.AccountName;
import chat.server.limit.AddressKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who did something.
 *
 * @param kind what they are
 * @param name what they are called; empty for those of whom it is not known
 * @param address where they come from, as {@link AddressKey} writes it; null if that is not known, or on this machine
 */
public record Actor(Kind kind, String name, @Nullable String address) {

    /** What somebody is. */
    public enum Kind {
        /** Whoever runs the server, on the command line or through the admin port. */
        OPERATOR,
        /** Somebody who is signed in. */
        ACCOUNT,
        /** Somebody who is not. */
        GUEST,
        /** Somebody of whom nothing is known but the address. */
        UNKNOWN;

        /** As it is stored and shown. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of this name; {@link #UNKNOWN} for one that this server does not know. */
        public static Kind ofWireName(String name) {
            for (Kind kind : values()) {
                if (kind.wireName().equals(name)) {
                    return kind;
                }
            }
            return UNKNOWN;
        }
    }

    /** The operator on the machine of the server. */
    public static Actor operator() {
        return new Actor(Kind.OPERATOR, "", null);
    }

    /** The operator at an address. */
    public static Actor operator(AddressKey address) {
        return new Actor(Kind.OPERATOR, "", address.toString());
    }

    /** Somebody who is signed in. */
    public static Actor account(AccountName name, AddressKey address) {
        return new Actor(Kind.ACCOUNT, name.value(), address.toString());
    }

    /** Somebody who is not. */
    public static Actor guest(AccountName name, AddressKey address) {
        return new Actor(Kind.GUEST, name.value(), address.toString());
    }

    /** Whoever is at an address. */
    public static Actor unknown(AddressKey address) {
        return new Actor(Kind.UNKNOWN, "", address.toString());
    }
}
