// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.RejectedException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A window that has been saved and read knows the same ids. */
class IdWindowTest {

    @Test
    void nothingIsStoredInANewOne() {
        assertThat(again(new IdWindow()).contains(1)).isFalse();
        assertThat(new IdWindow().bitmap()).isEmpty();
    }

    @Test
    void oneThatMissesNothingIsSavedInNoBytes() {
        IdWindow window = new IdWindow();
        for (long id = 1; id <= 3 * IdWindow.WIDTH; id++) {
            window.add(id);
            assertThat(window.bitmap()).as("after %d", id).isEmpty();
        }

        assertKnows(again(window), 2 * IdWindow.WIDTH + 1, 3 * IdWindow.WIDTH);
        assertThat(again(window).bitmap()).isEmpty();
    }

    @Test
    void oneThatMissesTheFirstIdIsSavedWithBits() {
        IdWindow window = new IdWindow();
        for (long id = 2; id <= IdWindow.WIDTH; id++) {
            window.add(id);
        }

        assertThat(window.bitmap()).hasSize(IdWindow.WIDTH / Byte.SIZE);
        assertThat(again(window).contains(1)).isFalse();
        assertKnows(again(window), 2, IdWindow.WIDTH);
    }

    /** As the first format has it, in which there were no empty bitmaps. */
    @Test
    void oneThatWasSavedWithAllBitsIsRead() {
        byte[] all = new byte[IdWindow.WIDTH / Byte.SIZE];
        Arrays.fill(all, (byte) 0xFF);

        assertKnows(new IdWindow(5_000, all), 5_000 - IdWindow.WIDTH + 1, 5_000);
    }

    @Test
    void savedAndReadAfterEveryIdItKnowsWhatItWasTold() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Set<Long> stored = new HashSet<>();
            IdWindow window = new IdWindow();
            long next = random.nextBoolean() ? 1 : 1 + random.nextInt(100_000);
            for (int i = 0; i < 1_500; i++) {
                long id = random.nextInt(20) == 0 ? Math.max(1, next - random.nextInt(1_100)) : next++;
                next += random.nextInt(400) == 0 ? random.nextInt(1_500) : 0;
                if (id > window.highest() - IdWindow.WIDTH) {
                    window.add(id);
                    stored.add(id);
                }
                window = random.nextInt(10) == 0 ? again(window) : window;
            }
            for (long id = Math.max(1, window.highest() - IdWindow.WIDTH + 1); id <= window.highest() + 5; id++) {
                assertThat(window.contains(id)).as("seed %d, id %d", seed, id).isEqualTo(stored.contains(id));
            }
        }
    }

    private static void assertKnows(IdWindow window, long from, long to) {
        for (long id = from; id <= to; id++) {
            assertThat(window.contains(id)).as("id %d", id).isTrue();
        }
        assertThat(window.contains(to + 1)).isFalse();
        if (from > 1 && to - from == IdWindow.WIDTH - 1) {
            assertThatThrownBy(() -> window.contains(from - 1)).isInstanceOf(RejectedException.class);
        }
    }

    private static IdWindow again(IdWindow window) {
        return new IdWindow(window.highest(), window.bitmap());
    }
}
