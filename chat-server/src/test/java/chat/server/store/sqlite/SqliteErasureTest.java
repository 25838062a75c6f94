// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomEvent;
import chat.server.account.AccountChange;
import chat.server.account.AccountState;
import chat.server.account.PasswordHash;
import chat.server.config.DeletedMessages;
import chat.server.config.Durability;
import chat.server.store.ChatStore;
import chat.server.store.ErasureContract;
import chat.server.store.RecordingObserver;
import chat.server.store.Retention;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteErasureTest extends ErasureContract {

    private static final AccountName ANN = new AccountName("Ann");

    @TempDir
    private Path folder;

    @Override
    protected ChatStore create(DeletedMessages deletedMessages, Clock storeClock) {
        Retention retention =
                new Retention(Retention.FOR_EVER.standard(), Map.of(), Retention.FOR_EVER.audit(), deletedMessages);
        return new SqliteStore(folder, Durability.OS, retention, storeClock, new RecordingObserver());
    }

    @Override
    protected void pass(ChatStore passed) {
        ((SqliteStore) passed).keeper().erase();
    }

    /** A connection that is being ended may have had a message on the way when its account was deleted. */
    @Test
    void itWaitsForTheLastMessages() {
        ChatStore open = open(DeletedMessages.REMOVE);
        saySomething(open);
        deleteAt(open, 3_000);
        append(open, OPS, ANN, new RoomEvent.Message(2, "just behind"));

        clock.at(3_000 + 59_000);
        pass(open);
        assertThat(entries(open, OPS)).contains("8 Ann: just behind");

        clock.at(3_000 + 60_000);
        pass(open);
        assertThat(entries(open, OPS)).contains("8 deleted-1 deleted");
    }

    @Test
    void itIsDoneAfterARestartIfItWasNotBefore() {
        ChatStore before = open(DeletedMessages.ANONYMISE);
        saySomething(before);
        deleteAt(before, 3_000);
        before.close();

        // As it was to be when the account was deleted, whatever is configured now.
        ChatStore after = open(DeletedMessages.KEEP);
        clock.at(100_000);
        pass(after);

        assertThat(entries(after, OPS)).contains("2 deleted-1: one");
    }

    @Test
    void itIsDoneOnce() {
        ChatStore open = open(DeletedMessages.ANONYMISE);
        saySomething(open);
        delete(open);
        int changes = listener.rewritten().size();

        pass(open);

        assertThat(listener.rewritten()).hasSize(changes);
    }

    @Test
    void manyMessagesAreChangedInPieces() {
        ChatStore open = open(DeletedMessages.REMOVE);
        saySomething(open);
        for (int i = 0; i < 450; i++) {
            append(open, OPS, ANN, new RoomEvent.Message(i + 2L, "more " + i));
        }

        delete(open);

        assertThat(entries(open, OPS)).hasSize(457).noneMatch(entry -> entry.contains("more"));
        assertThat(listener.rewritten()).hasSize(3);
    }

    @Test
    void whatWasRemovedIsInNoFileWhenTheLogHasBeenCopied() throws IOException {
        ChatStore open = open(DeletedMessages.REMOVE);
        saySomething(open);
        append(open, OPS, ANN, new RoomEvent.Message(2, "to be found nowhere"));
        delete(open);
        open.close();

        for (Path file : Files.list(folder).filter(Files::isRegularFile).toList()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain("to be found nowhere");
        }
    }

    private static void deleteAt(ChatStore open, long millis) {
        get(open.accounts().change(new AccountChange(1, 2_000, PasswordHash.NONE, AccountState.DELETED, true, millis)));
    }
}
