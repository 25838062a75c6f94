// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WireNamesTest {

    private static final String KEBAB_CASE = "[a-z]+(-[a-z]+)*";

    @Test
    void namesAreUniqueAndInKebabCase() {
        for (List<String> names : List.of(
                names(CommandType.values(), CommandType::wireName),
                names(EventType.values(), EventType::wireName),
                names(ErrorCode.values(), ErrorCode::wireName),
                names(CloseReason.values(), CloseReason::wireName),
                names(PresenceState.values(), PresenceState::wireName))) {
            assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches(KEBAB_CASE));
        }
    }

    @Test
    void everyNameFindsItsConstant() {
        assertThat(CommandType.values()).allMatch(type -> CommandType.ofWireName(type.wireName()) == type);
        assertThat(EventType.values()).allMatch(type -> EventType.ofWireName(type.wireName()) == type);
        assertThat(ErrorCode.values()).allMatch(code -> ErrorCode.ofWireName(code.wireName()) == code);
        assertThat(CloseReason.values()).allMatch(reason -> CloseReason.ofNumber(reason.number()) == reason);
        assertThat(PresenceState.values()).allMatch(state -> PresenceState.ofWireName(state.wireName()) == state);
    }

    @Test
    void whatIsUnknownIsSaidToBe() {
        assertThat(CommandType.ofWireName("nope")).isNull();
        assertThat(EventType.ofWireName("nope")).isEqualTo(EventType.UNRECOGNISED);
        assertThat(ErrorCode.ofWireName("nope")).isEqualTo(ErrorCode.UNRECOGNISED);
    }

    @Test
    void theRangeOfACloseCodeSaysWhetherToComeBack() {
        assertThat(Stream.of(CloseReason.values()).map(CloseReason::number)).doesNotHaveDuplicates();
        assertThat(CloseReason.values()).allMatch(reason -> reason.number() >= 4000 && reason.number() <= 4999);
        assertThat(CloseReason.values()).allMatch(reason -> reason.comeBack() == reason.number() < 4500);
        assertThat(CloseReason.ofNumber(4499).comeBack()).isTrue();
        assertThat(CloseReason.ofNumber(4999).comeBack()).isFalse();
    }

    private static <E> List<String> names(E[] constants, Function<E, String> name) {
        return Stream.of(constants).map(name).toList();
    }
}
