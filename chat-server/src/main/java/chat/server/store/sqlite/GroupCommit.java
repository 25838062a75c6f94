// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.log.CommitBatch.RoomCommit;
import chat.server.store.CommitWriter;
import chat.server.store.PendingAppend;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one transaction of a group of appends. Confined to the writer thread. */
final class GroupCommit implements CommitWriter.Commit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final WriterDesk desk;
    private final Rooms rooms;
    private final FirstPlaces places;
    private final Clock clock;
    private final CommitWriter.Observer observer;

    GroupCommit(WriterDesk desk, Rooms rooms, FirstPlaces places, Clock clock, CommitWriter.Observer observer) {
        this.desk = desk;
        this.rooms = rooms;
        this.places = places;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public List<RoomCommit> commit(List<PendingAppend> group) {
        if (group.isEmpty()) {
            // An empty transaction writes nothing, and so says nothing about the disk either.
            return List.of();
        }
        StoreHealth.Problem problem = desk.health().problem();
        if (problem != null) {
            refuse(group, StoreHealth.refusal(problem));
            return List.of();
        }
        Transaction transaction = new Transaction(rooms, places, clock.millis());
        Exception fault;
        try {
            WriteConnection connection = desk.connection();
            fault = write(connection, transaction, group);
            if (fault == null) {
                connection.commit();
            }
        } catch (SQLException e) {
            transaction.rolledBack();
            desk.failed(e);
            refuse(group, StoreHealth.refusal(StoreHealth.problem(e)));
            return List.of();
        } catch (RuntimeException | Error e) {
            // A lack of memory, say: nobody knows how far it came.
            transaction.rolledBack();
            desk.failed(new SQLException(e));
            throw e;
        }
        return fault == null ? committed(transaction) : withoutTheFaulty(transaction, group, fault);
    }

    /** Says what is wrong with one of the group, if it is not the database. */
    private static @Nullable Exception write(
            WriteConnection connection, Transaction transaction, List<PendingAppend> group) throws SQLException {
        try {
            for (PendingAppend pending : group) {
                transaction.add(connection, pending);
            }
            connection.write(transaction.grown());
            return null;
        } catch (SQLException e) {
            if (Trouble.of(e) != Trouble.FAULT) {
                throw e;
            }
            return e;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private List<RoomCommit> committed(Transaction transaction) {
        if (!transaction.isEmpty()) {
            desk.committed(transaction.pages());
        }
        return transaction.committed();
    }

    /** One of them is to blame, and the others have nothing to do with it: each gets a transaction of its own. */
    private List<RoomCommit> withoutTheFaulty(Transaction transaction, List<PendingAppend> group, Exception fault) {
        transaction.rolledBack();
        desk.discard();
        if (group.size() == 1) {
            LOG.error("an entry cannot be stored", fault);
            observer.bug();
            refuse(group, new RejectedException(ErrorCode.INTERNAL, "this cannot be stored"));
            return List.of();
        }
        List<RoomCommit> commits = new ArrayList<>();
        group.forEach(pending -> commits.addAll(commit(List.of(pending))));
        return RoomCommits.merged(commits);
    }

    private static void refuse(List<PendingAppend> group, RejectedException why) {
        group.forEach(pending -> pending.rejected(why));
    }
}
