// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import org.junit.jupiter.api.Test;

class AccountIndexTest {

    /** Two register one name at once, and the one who asked second is stored first. */
    @Test
    void whoLosesTheNameDoesNotTakeItsLooksAlong() {
        AccountIndex index = new AccountIndex();
        AccountName loser = new AccountName("ape");
        AccountName winner = new AccountName("Ape");
        assertThat(index.claim(loser)).isNull();
        assertThat(index.claim(winner)).isEqualTo(loser);
        index.put(new Account(1, winner, PasswordHash.NONE, AccountState.ACTIVE, 1, 0, 0));
        index.unclaim(loser);

        assertThat(index.lookAlike(new AccountName("\u0430\u0440\u0435"))).isEqualTo(winner);
    }

    @Test
    void whatNobodyGotIsFree() {
        AccountIndex index = new AccountIndex();
        AccountName name = new AccountName("ape");
        index.claim(name);
        index.unclaim(name);

        assertThat(index.lookAlike(name)).isNull();
    }
}
