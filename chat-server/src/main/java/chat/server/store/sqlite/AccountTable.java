// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.account.Account;
import chat.server.account.AccountChange;
import chat.server.account.AccountChanges;
import chat.server.account.AccountState;
import chat.server.account.AccountStore;
import chat.server.account.Block;
import chat.server.account.BotToken;
import chat.server.account.Invite;
import chat.server.account.NewAccount;
import chat.server.account.PasswordHash;
import chat.server.account.SecretKey;
import chat.server.config.DeletedMessages;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code account}, {@code token}, {@code invite} and {@code block}. They change so rarely that no statement is kept. Used with
 * one connection, by whoever has that; nothing is committed here.
 */
final class AccountTable {

    private static final String COLUMNS = "id, name, hash, state, generation, created_at, changed_at";

    private static final int ANONYMISE_MESSAGES = 1;
    private static final int REMOVE_MESSAGES = 2;

    private final Connection connection;

    AccountTable(Connection connection) {
        this.connection = connection;
    }

    AccountStore.Contents all() throws SQLException {
        List<Account> accounts = new ArrayList<>();
        List<BotToken> tokens = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT " + COLUMNS + " FROM account ORDER BY id")) {
                while (row.next()) {
                    accounts.add(account(row));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT id, digest, account, name, rooms, created_at, expires_at, revoked FROM token ORDER BY id")) {
                while (row.next()) {
                    tokens.add(token(row));
                }
            }
        }
        return new AccountStore.Contents(accounts, tokens, blocks());
    }

    private List<Block> blocks() throws SQLException {
        List<Block> blocks = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT account, blocked FROM block")) {
            while (row.next()) {
                blocks.add(new Block(row.getLong(1), row.getLong(2)));
            }
        }
        return blocks;
    }

    /** How many rows it adds, as there may be one. */
    int addBlock(Block block) throws SQLException {
        return update("INSERT OR IGNORE INTO block (account, blocked) VALUES (?, ?)", block);
    }

    /** How many rows it removes, as there may be none. */
    int removeBlock(Block block) throws SQLException {
        return update("DELETE FROM block WHERE account = ? AND blocked = ?", block);
    }

    private int update(String sql, Block block) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, block.accountId());
            statement.setLong(2, block.blockedId());
            return statement.executeUpdate();
        }
    }

    Optional<Account> find(AccountName name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM account WHERE folded = ?")) {
            select.setString(1, name.folded());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(account(row)) : Optional.empty();
            }
        }
    }

    /** @throws RejectedException before anything is written */
    Account add(NewAccount account) throws SQLException {
        if (find(account.name()).isPresent()) {
            throw new RejectedException(
                    ErrorCode.NAME_REGISTERED, "name: " + account.name() + " belongs to an account, or did");
        }
        SecretKey invite = account.invite();
        if (invite != null) {
            useUp(invite, account.atMillis());
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO account (name, folded, hash, state, generation, created_at, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, account.name().value());
            insert.setString(2, account.name().folded());
            insert.setString(3, account.hash().encoded());
            insert.setInt(4, number(AccountState.ACTIVE));
            insert.setLong(5, account.firstGeneration());
            insert.setLong(6, account.atMillis());
            insert.setLong(7, account.atMillis());
            insert.executeUpdate();
        }
        return find(account.name()).orElseThrow(() -> new SQLException("an account that was inserted is not there"));
    }

    private void useUp(SecretKey shown, long nowMillis) throws SQLException {
        Invite invite = invite(shown.id());
        if (invite == null || !shown.matches(invite.key().digest()) || !invite.isGood(nowMillis)) {
            throw new RejectedException(
                    ErrorCode.INVITE_INVALID, "invite: unknown, used up or expired (expected: another one)");
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE invite SET uses = uses - 1 WHERE id = ?")) {
            update.setLong(1, shown.id());
            update.executeUpdate();
        }
    }

    private @Nullable Invite invite(long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, digest, uses, expires_at FROM invite WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Invite(
                                new SecretKey(row.getLong(1), row.getString(2)), row.getInt(3), optionalLong(row, 4))
                        : null;
            }
        }
    }

    /** @throws RejectedException before anything is written */
    Account change(AccountChange change, DeletedMessages deletedMessages) throws SQLException {
        Account now = byId(change.id());
        AccountChanges.requirePossible(now, change);
        Account changed = now.with(change);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE account SET hash = ?, state = ?, generation = ?, changed_at = ? WHERE id = ?")) {
            update.setString(1, changed.hash().encoded());
            update.setInt(2, number(changed.state()));
            update.setLong(3, changed.generation());
            update.setLong(4, changed.changedMillis());
            update.setLong(5, changed.id());
            update.executeUpdate();
        }
        if (changed.state() == AccountState.DELETED) {
            setMessages(changed.id(), deletedMessages);
        }
        return changed;
    }

    /** Accounts that were deleted at a time (ms since 1970) or before, with messages that are not yet as they are to be. */
    List<Erasure> erasures(long deletedUntilMillis) throws SQLException {
        List<Erasure> erasures = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, name, created_at, messages FROM account WHERE messages <> 0 AND changed_at <= ?")) {
            select.setLong(1, deletedUntilMillis);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    erasures.add(new Erasure(
                            row.getLong(1), row.getString(2), row.getLong(3), row.getInt(4) == REMOVE_MESSAGES));
                }
            }
        }
        return erasures;
    }

    /** All messages of the account are as they are to be. */
    void erased(long id) throws SQLException {
        setMessages(id, DeletedMessages.KEEP);
    }

    private void setMessages(long id, DeletedMessages messages) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE account SET messages = ? WHERE id = ?")) {
            update.setInt(
                    1,
                    switch (messages) {
                        case KEEP -> 0;
                        case ANONYMISE -> ANONYMISE_MESSAGES;
                        case REMOVE -> REMOVE_MESSAGES;
                    });
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    private Account byId(long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM account WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw AccountChanges.unknown();
                }
                return account(row);
            }
        }
    }

    BotToken addToken(BotToken token) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO token (digest, account, name, rooms,"
                + " created_at, expires_at, revoked) VALUES (?, ?, ?, ?, ?, ?, 0)")) {
            insert.setString(1, token.key().digest());
            insert.setLong(2, token.accountId());
            insert.setString(3, token.name());
            // A room's name has no space.
            insert.setString(
                    4, token.rooms().stream().map(RoomName::value).sorted().collect(Collectors.joining(" ")));
            insert.setLong(5, token.createdMillis());
            setOptional(insert, 6, token.expiresMillis());
            insert.executeUpdate();
        }
        return new BotToken(
                new SecretKey(lastId(), token.key().digest()),
                token.accountId(),
                token.name(),
                token.rooms(),
                token.createdMillis(),
                token.expiresMillis(),
                false);
    }

    void revokeToken(long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE token SET revoked = 1 WHERE id = ?")) {
            update.setLong(1, id);
            if (update.executeUpdate() == 0) {
                throw AccountChanges.unknown();
            }
        }
    }

    Invite addInvite(Invite invite) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO invite (digest, uses, expires_at) VALUES (?, ?, ?)")) {
            insert.setString(1, invite.key().digest());
            insert.setInt(2, invite.uses());
            setOptional(insert, 3, invite.expiresMillis());
            insert.executeUpdate();
        }
        return new Invite(new SecretKey(lastId(), invite.key().digest()), invite.uses(), invite.expiresMillis());
    }

    /**
     * Voids all proofs of all accounts: the database is an older one again, and a proof that had become void since must not
     * be worth something again, not even after as many changes as there had been.
     */
    static void endAll(Connection connection, long nowMillis) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE account SET generation = generation + ?")) {
            update.setLong(1, nowMillis);
            update.executeUpdate();
        }
    }

    private long lastId() throws SQLException {
        return Database.number(connection, "SELECT last_insert_rowid()");
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong(1),
                AccountName.kept(row.getString(2)),
                new PasswordHash(row.getString(3)),
                state(row.getInt(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }

    private static BotToken token(ResultSet row) throws SQLException {
        String rooms = row.getString(5);
        Set<RoomName> names = rooms.isEmpty()
                ? Set.of()
                : Arrays.stream(rooms.split(" ", -1)).map(RoomName::new).collect(Collectors.toSet());
        return new BotToken(
                new SecretKey(row.getLong(1), row.getString(2)),
                row.getLong(3),
                row.getString(4),
                names,
                row.getLong(6),
                optionalLong(row, 7),
                row.getBoolean(8));
    }

    private static int number(AccountState state) {
        return switch (state) {
            case ACTIVE -> 1;
            case LOCKED -> 2;
            case DELETED -> 3;
        };
    }

    /** What is not known is no state in which somebody can sign in. */
    private static AccountState state(int number) {
        return switch (number) {
            case 1 -> AccountState.ACTIVE;
            case 3 -> AccountState.DELETED;
            default -> AccountState.LOCKED;
        };
    }

    private static @Nullable Long optionalLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static void setOptional(PreparedStatement statement, int column, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(column, Types.INTEGER);
        } else {
            statement.setLong(column, value);
        }
    }
}
