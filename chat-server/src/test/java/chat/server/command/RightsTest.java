// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.testing.RandomMessages;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused is found out from the commands themselves, so that a new one that names a room is held to it too. */
class RightsTest {

    private static final RoomName OWN = new RoomName("#own-room-of-the-token");

    private final RandomMessages messages = new RandomMessages();

    @ParameterizedTest
    @EnumSource
    void aTokenIsGoodForNoRoomButItsOwn(CommandType type) throws ReflectiveOperationException {
        Command command = messages.command(type);
        RoomName room = roomOf(command);
        if (type == CommandType.BLOCK || type == CommandType.UNBLOCK || type == CommandType.BLOCKS) {
            assertThat(code(new Rights(true, Set.of(OWN)), command)).isEqualTo(ErrorCode.FORBIDDEN);
        } else if (room == null) {
            assertThatCode(() -> new Rights(true, Set.of(OWN)).require(command)).doesNotThrowAnyException();
        } else {
            assertThat(code(new Rights(true, Set.of(OWN)), command)).isEqualTo(ErrorCode.FORBIDDEN);
            assertThatCode(() -> new Rights(true, Set.of(OWN, room)).require(command))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverMayOnlyReadWritesNothing(CommandType type) {
        Command command = messages.command(type);
        switch (type) {
            case SEND, TOPIC, MODERATE, ROLE, CONFIGURE, BLOCK, UNBLOCK ->
                assertThat(code(Rights.READ_ONLY, command)).isEqualTo(ErrorCode.SIGN_IN_REQUIRED);
            default -> assertThatCode(() -> Rights.READ_ONLY.require(command)).doesNotThrowAnyException();
        }
        assertThatCode(() -> Rights.ALL.require(command)).doesNotThrowAnyException();
    }

    private static ErrorCode code(Rights rights, Command command) {
        RejectedException refused = catchThrowableOfType(RejectedException.class, () -> rights.require(command));
        assertThat(refused).as(command.type().wireName()).isNotNull();
        return refused.code();
    }

    private static RoomName roomOf(Command command) throws ReflectiveOperationException {
        RecordComponent component = Arrays.stream(command.getClass().getRecordComponents())
                .filter(each -> each.getType() == RoomName.class)
                .findFirst()
                .orElse(null);
        return component == null ? null : (RoomName) component.getAccessor().invoke(command);
    }
}
