// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.room.BannedAddress;
import chat.server.room.BannedAddressStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link BannedAddressStore} does, whatever it keeps things in. */
public abstract class BannedAddressContract {

    protected static final RoomName PLANS = new RoomName("#plans");
    protected static final RoomName OPS = new RoomName("#ops");
    protected static final AccountName MIA = new AccountName("Mia");
    protected static final AddressKey FOUR = new AddressKey(0xFFFF_FFFF_CB00_7107L, false);
    protected static final AddressKey SIX = new AddressKey(Long.MIN_VALUE + 7, true);

    protected ChatStore store;

    /** A store that has not been started. */
    protected abstract ChatStore create();

    @BeforeEach
    void start() {
        store = create();
        store.start(batch -> {});
        get(store.openRoom(PLANS));
        get(store.openRoom(OPS));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasKeptIsReadBack() {
        assertThat(kept()).isEmpty();
        get(addresses().replace(PLANS, MIA, Set.of(FOUR, SIX)));
        get(addresses().replace(OPS, MIA, Set.of(SIX)));

        assertThat(kept())
                .containsExactlyInAnyOrder(
                        new BannedAddress(PLANS, MIA, FOUR),
                        new BannedAddress(PLANS, MIA, SIX),
                        new BannedAddress(OPS, MIA, SIX));
        assertThat(kept()).allMatch(each -> each.name().value().equals("Mia"));
    }

    @Test
    void theLaterOnesTakeThePlaceOfTheEarlierInEverySpelling() {
        get(addresses().replace(PLANS, MIA, Set.of(FOUR)));
        get(addresses().replace(OPS, MIA, Set.of(FOUR)));
        get(addresses().replace(PLANS, new AccountName("max"), Set.of(FOUR)));
        get(addresses().replace(PLANS, new AccountName("MIA"), Set.of(SIX)));
        assertThat(kept())
                .containsExactlyInAnyOrder(
                        new BannedAddress(PLANS, MIA, SIX),
                        new BannedAddress(PLANS, new AccountName("max"), FOUR),
                        new BannedAddress(OPS, MIA, FOUR));

        get(addresses().replace(PLANS, MIA, Set.of()));
        get(addresses().replace(PLANS, new AccountName("max"), Set.of()));
        assertThat(kept()).containsExactly(new BannedAddress(OPS, MIA, FOUR));
    }

    @Test
    void whatIsAskedForAtOnceIsDoneInItsOrder() {
        for (int i = 0; i < 200; i++) {
            var unused = addresses().replace(PLANS, MIA, i % 2 == 0 ? Set.of(FOUR) : Set.of());
        }
        get(addresses().replace(PLANS, MIA, Set.of(SIX)));
        assertThat(kept()).containsExactly(new BannedAddress(PLANS, MIA, SIX));
    }

    protected BannedAddressStore addresses() {
        return store.bannedAddresses();
    }

    protected List<BannedAddress> kept() {
        return get(addresses().load());
    }

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
