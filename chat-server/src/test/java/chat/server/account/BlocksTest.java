// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Whatever comes at once, what is known of blocks is what is stored. */
class BlocksTest {

    private static final Block MALLORY = new Block(1, 2);

    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> pending = new ArrayList<>();
    private final Blocks blocks = new Blocks(slowStore());

    @Test
    void whatOneAccountAsksForOnSeveralConnectionsIsDoneOneAfterTheOther() {
        CompletionStage<Boolean> blocked = blocks.add(MALLORY, 10);
        CompletionStage<Boolean> unblocked = blocks.remove(MALLORY);
        CompletionStage<Boolean> again = blocks.add(MALLORY, 10);
        CompletionStage<Boolean> ofAnother = blocks.add(new Block(3, 2), 10);
        assertThat(asked).containsExactly("addBlock 1", "addBlock 3");

        pending.get(0).complete(true);
        assertThat(asked).containsExactly("addBlock 1", "addBlock 3", "removeBlock 1");
        assertThat(blocks.has(MALLORY)).isTrue();
        pending.get(2).complete(true);
        assertThat(blocks.has(MALLORY)).isFalse();
        pending.get(3).complete(true);
        pending.get(1).complete(true);

        assertThat(blocks.has(MALLORY)).isTrue();
        for (CompletionStage<Boolean> each : List.of(blocked, unblocked, again, ofAnother)) {
            assertThat(each.toCompletableFuture()).isCompletedWithValue(true);
        }
    }

    @Test
    void whatChangesNothingIsSaidToAndDoesNotReachTheStore() {
        blocks.load(List.of(MALLORY));
        assertThat(blocks.add(MALLORY, 10).toCompletableFuture()).isCompletedWithValue(false);
        assertThat(blocks.remove(new Block(2, 1)).toCompletableFuture()).isCompletedWithValue(false);
        assertThat(asked).isEmpty();
    }

    @Test
    void oneThatFailsIsNotInTheWayOfTheNext() {
        CompletionStage<Boolean> failing = blocks.add(MALLORY, 10);
        CompletionStage<Boolean> next = blocks.add(MALLORY, 10);
        pending.get(0).completeExceptionally(new IllegalStateException("the disk is full"));
        assertThat(failing.toCompletableFuture()).isCompletedExceptionally();
        assertThat(blocks.has(MALLORY)).isFalse();
        pending.get(1).complete(true);
        assertThat(next.toCompletableFuture()).isCompletedWithValue(true);
        assertThat(blocks.has(MALLORY)).isTrue();
    }

    @Test
    void thousandsThatChangeNothingMayStandBehindOneThatWaits() {
        CompletionStage<Boolean> first = blocks.add(MALLORY, 10);
        List<CompletionStage<Boolean>> others = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            others.add(blocks.add(MALLORY, 10));
        }
        pending.get(0).complete(true);

        assertThat(first.toCompletableFuture()).isCompletedWithValue(true);
        assertThat(others)
                .allSatisfy(other -> assertThat(other.toCompletableFuture()).isCompletedWithValue(false));
    }

    /** One that answers when the test does. */
    private AccountStore slowStore() {
        return (AccountStore) Proxy.newProxyInstance(
                AccountStore.class.getClassLoader(), new Class<?>[] {AccountStore.class}, (proxy, method, args) -> {
                    asked.add(method.getName() + " " + ((Block) args[0]).accountId());
                    CompletableFuture<Boolean> answer = new CompletableFuture<>();
                    pending.add(answer);
                    return answer;
                });
    }
}
