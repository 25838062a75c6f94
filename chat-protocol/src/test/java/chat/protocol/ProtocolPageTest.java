// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.codec.CommandCodec;
import chat.protocol.codec.EventCodec;
import chat.protocol.frame.Framing;
import chat.protocol.message.AccountName;
import chat.protocol.message.CloseReason;
import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.EventType;
import chat.protocol.message.Password;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/PROTOCOL.md} true: its tables are those of the code, and its examples can be read. */
class ProtocolPageTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."))
            .resolve("../docs/PROTOCOL.md")
            .normalize();
    private static final Pattern GENERATED =
            Pattern.compile("(<!-- generated: ([a-z]+) -->\n)(.*?)(<!-- end -->)", Pattern.DOTALL);

    private final CommandCodec commands = new CommandCodec();
    private final EventCodec events = new EventCodec();

    @Test
    void theTablesAreThoseOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> tables = tables();
        List<String> found = new ArrayList<>();
        String expected = GENERATED.matcher(page).replaceAll(section -> {
            found.add(section.group(2));
            String table = tables.getOrDefault(section.group(2), "");
            return Matcher.quoteReplacement(section.group(1) + "\n" + table + "\n" + section.group(4));
        });
        assertThat(found).containsExactlyInAnyOrderElementsOf(tables.keySet());
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page).as("run with -Dupdate.docs=true").isEqualTo(expected);
        }
    }

    @Test
    void everyCommandHasAnExampleThatIsReadAndWrittenAgainTheSame() throws IOException {
        Set<CommandType> seen = EnumSet.noneOf(CommandType.class);
        for (String json : examples("command")) {
            Command command = commands.decode(payload(json));
            ByteBuf out = Unpooled.buffer();
            commands.encode(command, out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(json);
            seen.add(command.type());
        }
        assertThat(seen).containsExactlyInAnyOrder(CommandType.values());
    }

    @Test
    void everyEventHasAnExampleThatIsReadAndWrittenAgainTheSame() throws IOException {
        Set<EventType> seen = EnumSet.noneOf(EventType.class);
        for (String json : examples("event")) {
            Event event = events.decode(payload(json));
            ByteBuf out = Unpooled.buffer();
            events.encode(event, out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(json);
            seen.add(event.type());
        }
        assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(EventType.UNRECOGNISED)));
    }

    @Test
    void theFrameInHexadecimalIsTheFrame() throws IOException {
        ByteBuf out = Unpooled.buffer();
        int begin = Framing.begin(out);
        commands.encode(new Command.Quit(), out);
        Framing.end(out, begin);

        String hex = ByteBufUtil.hexDump(out).replaceAll("..(?!$)", "$0 ");

        assertThat(Files.readString(PAGE)).contains("\n" + hex + "\n");
    }

    private static List<String> examples(String kind) throws IOException {
        Matcher blocks = Pattern.compile("```json " + kind + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        return blocks.results().flatMap(block -> block.group(1).lines()).toList();
    }

    private static ByteBuf payload(String json) {
        return Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
    }

    private static Map<String, String> tables() {
        return Map.of(
                "limits", limits(),
                "commands",
                        table(
                                "command | what for",
                                Stream.of(CommandType.values()).map(type -> code(type.wireName()) + type.meaning())),
                "events",
                        table(
                                "event | what it says",
                                Stream.of(EventType.values())
                                        .filter(type -> type != EventType.UNRECOGNISED)
                                        .map(type -> code(type.wireName()) + type.meaning())),
                "errors",
                        table(
                                "code | what happened | what to do",
                                Stream.of(ErrorCode.values())
                                        .filter(error -> error != ErrorCode.UNRECOGNISED)
                                        .map(error ->
                                                code(error.wireName()) + error.meaning() + " | " + error.action())),
                "closes",
                        table(
                                "code | name | come back? | why",
                                Stream.of(CloseReason.values())
                                        .map(reason -> reason.number() + " | " + code(reason.wireName())
                                                + (reason.comeBack() ? "yes" : "no") + " | " + reason.meaning())));
    }

    private static String limits() {
        return table(
                "string | limit",
                Stream.of(
                        code("ref") + "at most " + Command.MAX_REF_LENGTH + " characters",
                        code("client") + "at most " + CommandCodec.MAX_CLIENT_LENGTH + " characters",
                        code("resume") + "at most " + CommandCodec.MAX_RESUME_LENGTH + " characters",
                        code("data") + "at most " + Command.Ping.MAX_DATA_LENGTH + " characters",
                        code("epoch") + "at most " + Position.MAX_EPOCH_LENGTH + " characters",
                        code("password") + Password.RULE + " (only a new one is held to it)",
                        code("token") + "at most " + Secret.MAX_LENGTH + " characters",
                        code("invite") + "at most " + Secret.MAX_LENGTH + " characters",
                        code("name") + AccountName.RULE + "; upper and lower case make no difference",
                        code("room") + RoomName.RULE + "; the server writes it in lower case; or "
                                + RoomName.DIRECT_RULE,
                        code("text") + "at most `limits.textBytes` bytes in UTF-8; not empty, but for a topic"));
    }

    private static String code(String name) {
        return "`" + name + "` | ";
    }

    private static String table(String head, Stream<String> rows) {
        String line = "|---".repeat(head.split(" \\| ").length) + "|\n";
        return "| " + head + " |\n" + line
                + rows.map(row -> "| " + row + " |\n").collect(Collectors.joining());
    }
}
