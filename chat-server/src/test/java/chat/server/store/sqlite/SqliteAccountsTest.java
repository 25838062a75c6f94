// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import chat.server.account.AccountChange;
import chat.server.account.AccountState;
import chat.server.account.AccountStore;
import chat.server.account.BotToken;
import chat.server.account.NewAccount;
import chat.server.account.SecretKey;
import chat.server.config.Durability;
import chat.server.room.Direct;
import chat.server.room.DirectPair;
import chat.server.store.AccountStoreContract;
import chat.server.store.ChatStore;
import chat.server.store.RecordingObserver;
import chat.server.store.Retention;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountsTest extends AccountStoreContract {

    @TempDir
    private Path folder;

    @Override
    protected ChatStore create() {
        return in(folder);
    }

    @Override
    protected ChatStore createAnother() {
        return in(folder.resolve("another"));
    }

    private static ChatStore in(Path folder) {
        return new SqliteStore(
                folder, Durability.FSYNC, Retention.FOR_EVER, Clock.systemUTC(), new RecordingObserver());
    }

    @Test
    void everythingOutlivesTheProcess() {
        get(accounts().add(new NewAccount(ANN, HASH, null, 5)));
        get(accounts().change(new AccountChange(1, 5, null, AccountState.LOCKED, true, 6)));
        get(accounts()
                .addToken(new BotToken(new SecretKey(0, "abc"), 1, "ci", Set.of(new RoomName("#ci")), 5, 100L, false)));
        AccountStore.Contents before = get(accounts().load());

        restart();

        assertThat(get(accounts().load())).isEqualTo(before);
        assertThat(before.accounts()).hasSize(1);
    }

    @Test
    void whoseADirectRoomIsAndHowFarTheyHaveBeenSentItOutlivesTheServer() {
        RoomName name = new RoomName("@ann,ben");
        get(store.openDirect(name, DirectPair.of(7, 3)));
        store.saveSeen(name, 7, 5);
        store.saveSeen(name, 7, 4);
        store.saveSeen(name, 99, 6);

        restart();

        Direct direct = Objects.requireNonNull(store.rooms().get(0).direct());
        assertThat(direct.pair()).isEqualTo(new DirectPair(3, 7));
        assertThat(direct.seenBy(7)).isEqualTo(5);
        assertThat(direct.seenBy(3)).isZero();
        assertThat(Objects.requireNonNull(
                                get(store.openDirect(name, DirectPair.of(7, 8))).direct())
                        .pair())
                .as("whose it has always been")
                .isEqualTo(new DirectPair(3, 7));
    }

    @Test
    void aDatabaseFromBeforeAccountsGetsTheirTables() throws SQLException {
        store.close();
        try (Connection connection = new Database(folder, Durability.FSYNC).open();
                Statement statement = connection.createStatement()) {
            for (String table : new String[] {
                "account", "token", "invite", "standing", "audit", "address_ban", "direct", "block", "banned_address"
            }) {
                statement.execute("DROP TABLE " + table);
            }
            for (String column : new String[] {"access", "posting", "slow_seconds"}) {
                statement.execute("ALTER TABLE room DROP COLUMN " + column);
            }
            statement.execute("PRAGMA user_version = 2");
            statement.execute("UPDATE meta SET value = '2' WHERE name = 'older_readable'");
        }

        restart();

        assertThat(get(accounts().load()).accounts()).isEmpty();
        get(accounts().add(new NewAccount(new AccountName("ben"), HASH, null, 5)));
        restart();
        assertThat(get(accounts().load()).accounts()).hasSize(1);
    }

    @Test
    void aRestoredDatabaseVoidsAllProofs() throws SQLException {
        get(accounts().add(new NewAccount(ANN, HASH, null, 5)));
        store.close();
        try (Connection connection = new Database(folder, Durability.FSYNC).openWriter()) {
            AccountTable.endAll(connection, 1_000_000);
            connection.commit();
        }

        restart();

        assertThat(get(accounts().find(ANN)).orElseThrow().generation()).isEqualTo(1_000_005);
    }

    private void restart() {
        store.close();
        store = create();
        store.start(batch -> {});
    }
}
