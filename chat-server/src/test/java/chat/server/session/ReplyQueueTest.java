// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import chat.protocol.message.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyQueueTest {

    private static final Event FIRST = new Event.Ok("1");
    private static final Event SECOND = new Event.Ok("2");
    private static final Event THIRD = new Event.Ok("3");

    private final List<Event> out = new ArrayList<>();

    @Test
    void anAnswerWaitsForThoseToEarlierCommands() {
        ReplyQueue replies = new ReplyQueue(true, out::add);
        ReplyQueue.Slot first = replies.begin();
        ReplyQueue.Slot second = replies.begin();
        ReplyQueue.Slot third = replies.begin();

        replies.answer(third, THIRD);
        replies.answer(second, SECOND);
        assertThat(out).isEmpty();
        assertThat(replies.size()).isEqualTo(3);

        replies.answer(first, FIRST);
        assertThat(out).containsExactly(FIRST, SECOND, THIRD);
        assertThat(replies.size()).isZero();
    }

    @Test
    void whereAnswersAreRelatedOtherwiseTheyOvertakeOneAnother() {
        ReplyQueue replies = new ReplyQueue(false, out::add);
        ReplyQueue.Slot first = replies.begin();
        ReplyQueue.Slot second = replies.begin();

        replies.answer(second, SECOND);
        assertThat(out).containsExactly(SECOND);
        assertThat(replies.size()).isEqualTo(1);

        replies.answer(first, FIRST);
        assertThat(out).containsExactly(SECOND, FIRST);
        assertThat(replies.size()).isZero();
    }

    @Test
    void aCommandThatBeginsWhileAnAnswerLeavesComesAfterIt() {
        List<ReplyQueue.Slot> begun = new ArrayList<>();
        ReplyQueue[] self = new ReplyQueue[1];
        ReplyQueue replies = new ReplyQueue(true, event -> {
            out.add(event);
            begun.add(self[0].begin());
        });
        self[0] = replies;
        replies.answer(replies.begin(), FIRST);

        assertThat(replies.size()).isEqualTo(1);
        replies.answer(begun.get(0), SECOND);
        assertThat(out).containsExactly(FIRST, SECOND);
    }

    @Test
    void aSecondAnswerIsAFault() {
        ReplyQueue replies = new ReplyQueue(true, out::add);
        ReplyQueue.Slot slot = replies.begin();
        replies.answer(slot, FIRST);

        assertThatIllegalStateException().isThrownBy(() -> replies.answer(slot, SECOND));
        assertThat(out).containsExactly(FIRST);
        assertThat(replies.size()).isZero();
    }
}
