// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.server.log.Append;
import chat.server.log.LogHead;
import chat.server.log.SenderId;
import java.util.SplittableRandom;

/**
 * A message: who says it and under which id gives everything else, so that what is found can be held against what was said.
 *
 * @param sender 0, 1, 2, …
 * @param id 1, 2, 3, … of each sender
 */
record Said(int sender, long id) {

    private static final String NAME = "sender-";
    private static final int ROOMS = 5;
    private static final int ROOM_OF_ITS_OWN_EVERY = 50;
    private static final int LONG_TEXT_EVERY = 8;
    private static final int MAX_TEXT = 200;
    private static final int MAX_LONG_TEXT = 12_000;

    /** The message that an entry holds. */
    static Said of(String from, RoomEvent.Message message) {
        return new Said(Integer.parseInt(from.substring(NAME.length())), message.id());
    }

    RoomName room() {
        if (id % ROOM_OF_ITS_OWN_EVERY == 0) {
            return new RoomName("#own-" + sender + "-" + id);
        }
        return new RoomName("#power-" + random().nextInt(ROOMS));
    }

    /** Mostly short, sometimes of several pages of a database. */
    String text() {
        SplittableRandom random = random();
        random.nextInt();
        int length = 1 + random.nextInt(id % LONG_TEXT_EVERY == 0 ? MAX_LONG_TEXT : MAX_TEXT);
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append((char) random.nextInt('a', 'z' + 1));
        }
        return text.toString();
    }

    Append append(LogHead head) {
        return new Append(
                head,
                new AccountName(NAME + sender),
                new SenderId("guest:" + sender),
                new RoomEvent.Message(id, text()),
                new ClientMessageId(new ProducerId(String.format("%032x", sender + 1)), id),
                Runnable::run);
    }

    private SplittableRandom random() {
        return new SplittableRandom(((long) sender << 40) + id);
    }
}
