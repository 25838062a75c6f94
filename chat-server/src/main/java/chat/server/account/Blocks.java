// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has blocked whom: what is in the store, to be asked at once. Follows the store: what is committed is known here
 * before whoever asked for it is told. Thread-safe: what an account asks for on several connections is done one after the
 * other, or what is known here could come apart from what is stored.
 */
public final class Blocks {

    private final ConcurrentHashMap<Long, Set<Long>> byAccount = new ConcurrentHashMap<>();
    /** By account, who is under way and who waits behind; only touched within the map's own exclusion of a key. */
    private final ConcurrentHashMap<Long, Deque<Turn>> turns = new ConcurrentHashMap<>();

    private final AccountStore store;

    private record Turn(Supplier<CompletionStage<Boolean>> change, CompletableFuture<Boolean> answer) {

        CompletableFuture<Boolean> begin() {
            try {
                return change.get().toCompletableFuture();
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    Blocks(AccountStore store) {
        this.store = store;
    }

    /** Takes in what the store has, at the start. */
    void load(Iterable<Block> blocks) {
        blocks.forEach(this::put);
    }

    /** Whether somebody has blocked somebody. */
    public boolean has(Block block) {
        return of(block.accountId()).contains(block.blockedId());
    }

    /** Whom somebody has blocked, by number; a view. */
    public Set<Long> of(long accountId) {
        return byAccount.getOrDefault(accountId, Set.of());
    }

    /**
     * Blocks somebody.
     *
     * @param most how many somebody may have blocked; one more is refused with {@link ErrorCode#FORBIDDEN}
     * @return completed on any thread when it is durable, with false if they were blocked already; from then on {@link #has}
     *     knows it
     */
    public CompletionStage<Boolean> add(Block block, int most) {
        return inTurn(block.accountId(), () -> addNow(block, most));
    }

    /** Takes that back; completed as {@link #add}, with false if they were not blocked. */
    public CompletionStage<Boolean> remove(Block block) {
        return inTurn(block.accountId(), () -> removeNow(block));
    }

    private CompletionStage<Boolean> inTurn(long accountId, Supplier<CompletionStage<Boolean>> change) {
        Turn turn = new Turn(change, new CompletableFuture<>());
        AtomicBoolean first = new AtomicBoolean();
        turns.compute(accountId, (id, known) -> {
            first.set(known == null);
            Deque<Turn> line = known == null ? new ArrayDeque<>() : known;
            line.add(turn);
            return line;
        });
        if (first.get()) {
            take(accountId, turn);
        }
        return turn.answer();
    }

    /** A loop and no recursion: thousands that change nothing may stand behind one that waits for the disk. */
    private void take(long accountId, @Nullable Turn first) {
        Turn turn = first;
        while (turn != null) {
            Turn now = turn;
            CompletableFuture<Boolean> done = now.begin();
            if (!done.isDone()) {
                done.whenComplete((changed, failure) -> take(accountId, following(accountId, now, done)));
                return;
            }
            turn = following(accountId, now, done);
        }
    }

    private @Nullable Turn following(long accountId, Turn turn, CompletableFuture<Boolean> done) {
        AtomicReference<@Nullable Turn> next = new AtomicReference<>();
        turns.computeIfPresent(accountId, (id, line) -> {
            line.remove();
            next.set(line.peek());
            return line.isEmpty() ? null : line;
        });
        done.whenComplete((changed, failure) -> {
            if (failure == null) {
                turn.answer().complete(changed);
            } else {
                turn.answer().completeExceptionally(failure);
            }
        });
        return next.get();
    }

    private CompletionStage<Boolean> addNow(Block block, int most) {
        if (has(block)) {
            return CompletableFuture.completedFuture(false);
        }
        if (of(block.accountId()).size() >= most) {
            return CompletableFuture.failedFuture(new RejectedException(
                    ErrorCode.FORBIDDEN, "you have blocked " + most + " people (expected: unblock some first)"));
        }
        return store.addBlock(block).thenApply(added -> {
            put(block);
            return added;
        });
    }

    private CompletionStage<Boolean> removeNow(Block block) {
        if (!has(block)) {
            return CompletableFuture.completedFuture(false);
        }
        return store.removeBlock(block).thenApply(removed -> {
            byAccount.computeIfPresent(block.accountId(), (id, blocked) -> {
                blocked.remove(block.blockedId());
                return blocked.isEmpty() ? null : blocked;
            });
            return removed;
        });
    }

    private void put(Block block) {
        byAccount.compute(block.accountId(), (id, known) -> {
            Set<Long> blocked = known == null ? ConcurrentHashMap.newKeySet() : known;
            blocked.add(block.blockedId());
            return blocked;
        });
    }
}
