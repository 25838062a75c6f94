// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has blocked whom: what is in the store, to be asked at once. Follows the store: what is committed is known here
 * before whoever asked for it is told. Thread-safe.
 */
public final class Blocks {

    private final ConcurrentHashMap<Long, Set<Long>> byAccount = new ConcurrentHashMap<>();
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
     * @return completed on any thread when it is durable; from then on {@link #has} knows it
     */
    public CompletionStage<Void> add(Block block, int most) {
        if (has(block)) {
            return CompletableFuture.completedFuture(null);
        }
        if (of(block.accountId()).size() >= most) {
            return CompletableFuture.failedFuture(new RejectedException(
                    ErrorCode.FORBIDDEN, "you have blocked " + most + " people (expected: unblock some first)"));
        }
        return store.addBlock(block).thenRun(() -> put(block));
    }

    /** Takes that back; completed as {@link #add}. */
    public CompletionStage<Void> remove(Block block) {
        return store.removeBlock(block)
                .thenRun(() -> byAccount.computeIfPresent(block.accountId(), (id, blocked) -> {
                    blocked.remove(block.blockedId());
                    return blocked.isEmpty() ? null : blocked;
                }));
    }

    private void put(Block block) {
        byAccount.compute(block.accountId(), (id, known) -> {
            Set<Long> blocked = known == null ? ConcurrentHashMap.newKeySet() : known;
            blocked.add(block.blockedId());
            return blocked;
        });
    }
}
