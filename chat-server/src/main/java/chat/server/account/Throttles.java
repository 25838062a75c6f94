// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.limit.AddressKey;
import chat.server.limit.BucketTable;
import java.util.function.LongSupplier;

/** Holds those who guess passwords to a rate, by account and by address, before anything is computed. Thread-safe. */
final class Throttles {

    private static final int ACCOUNTS = 16_384;
    private static final int ADDRESSES = 16_384;

    private final BucketTable<String> accounts;
    private final BucketTable<AddressKey> addresses;
    private final BucketTable<AddressKey> registrations;

    Throttles(AccountRules rules, LongSupplier nanoTime) {
        this.accounts = new BucketTable<>(rules.signInsPerAccount(), ACCOUNTS, nanoTime);
        this.addresses = new BucketTable<>(rules.signInsPerAddress(), ADDRESSES, nanoTime);
        this.registrations = new BucketTable<>(rules.registrations(), ADDRESSES, nanoTime);
    }

    /** @throws RejectedException with {@link ErrorCode#RATE_LIMITED} if it is too much */
    void signIn(AccountName name, AddressKey address) {
        address(address);
        // Also for names that nobody has, or the limit would say which there are.
        require(accounts.take(name.folded()), "sign-ins to this account come");
    }

    void address(AddressKey address) {
        require(addresses.take(address), "sign-ins from this address come");
    }

    void registration(AddressKey address) {
        require(registrations.take(address), "registrations from this address come");
    }

    private static void require(long waitMillis, String what) {
        if (waitMillis > 0) {
            throw new RejectedException(
                    ErrorCode.RATE_LIMITED,
                    what + " faster than the limit (expected: after " + waitMillis + " ms)",
                    waitMillis);
        }
    }
}
