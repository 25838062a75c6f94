// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has blocked whom: what is in the store, to be asked at once. Follows the store: what is committed is known here
 * before whoever asked for it is told. Thread-safe: what an account asks for on several connections is done one after the
 * other, or what is known here could come apart from what is stored.
 */
public final class Blocks {

    private final ConcurrentHashMap<Long, Set<Long>> byAccount = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, CompletableFuture<Void>> turns = new ConcurrentHashMap<>();
    private final AccountStore store;

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
        CompletableFuture<Void> turn = new CompletableFuture<>();
        CompletableFuture<Void> before = turns.put(accountId, turn);
        return (before == null ? CompletableFuture.<@Nullable Void>completedFuture(null) : before)
                .thenCompose(free -> change.get())
                .whenComplete((changed, failure) -> {
                    turns.remove(accountId, turn);
                    turn.complete(null);
                });
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
