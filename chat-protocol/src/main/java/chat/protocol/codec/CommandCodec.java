// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import chat.protocol.line.Visible;
import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.Measure;
import chat.protocol.message.Position;
import chat.protocol.message.Posting;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomSettings;
import chat.protocol.message.Secret;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link Command} to JSON and back. Thread-safe. */
public final class CommandCodec {

    /** The most characters of the {@code client} of hello. */
    public static final int MAX_CLIENT_LENGTH = 64;

    /** The most characters of a resume proof. */
    public static final int MAX_RESUME_LENGTH = 512;

    private static final int MAX_TYPE_SHOWN = 32;

    private static final Set<String> KNOWN = Set.of(
            "type",
            "ref",
            "room",
            "text",
            "id",
            "name",
            "data",
            "limit",
            "before",
            "after",
            "at",
            "last",
            "epoch",
            "seq",
            "protocol",
            "client",
            "resume",
            "producer",
            "account",
            "password",
            "token",
            "invite",
            "old",
            "new",
            "measure",
            "seconds",
            "reason",
            "role",
            "access",
            "posting",
            "slowSeconds",
            "follow",
            "address");

    private final JsonReader reader = new JsonReader(KNOWN, false);

    /**
     * Reads a command. Fields that the command does not have are ignored; null counts as not there.
     *
     * @param payload one frame without its length; its indices stay, and nothing of it is kept
     * @throws RejectedException and nothing else, whatever the bytes are; with the {@code ref} of the command where the
     *     payload has a valid one
     */
    public Command decode(ByteBuf payload) {
        JsonFields fields = reader.read(payload);
        try {
            return command(fields);
        } catch (RejectedException e) {
            throw e.withRef(fields.ref());
        }
    }

    /**
     * Writes a command as one JSON object, {@code type} first.
     *
     * @param out where to; grows as needed
     */
    public void encode(Command command, ByteBuf out) {
        JsonWriter json = new JsonWriter().open().field("type", command.type().wireName());
        json.optionalField("ref", command.ref());
        switch (command.type()) {
            case HELLO -> write((Command.Hello) command, json);
            case JOIN -> write((Command.Join) command, json);
            case DIRECT -> {
                Command.Direct direct = (Command.Direct) command;
                json.field("name", direct.name().value());
                write(direct.after(), direct.last(), json);
            }
            case BLOCK -> json.field("name", ((Command.Block) command).name().value());
            case UNBLOCK ->
                json.field("name", ((Command.Unblock) command).name().value());
            case LEAVE -> json.field("room", ((Command.Leave) command).room().value());
            case SEND -> write((Command.Send) command, json);
            case HISTORY -> write((Command.History) command, json);
            case MEMBERS ->
                json.field("room", ((Command.Members) command).room().value());
            case TOPIC -> {
                Command.Topic topic = (Command.Topic) command;
                json.field("room", topic.room().value()).field("text", topic.text());
            }
            case MODERATE -> write((Command.Moderate) command, json);
            case ROLE -> write((Command.GiveRole) command, json);
            case CONFIGURE -> write((Command.Configure) command, json);
            case NICK -> json.field("name", ((Command.Nick) command).name().value());
            case PING -> json.optionalField("data", ((Command.Ping) command).data());
            case REGISTER -> write((Command.Register) command, json);
            case PASSWORD -> {
                Command.ChangePassword change = (Command.ChangePassword) command;
                json.field("old", change.old().reveal())
                        .field("new", change.chosen().reveal());
            }
            case DELETE_ACCOUNT ->
                json.field(
                        "password", ((Command.DeleteAccount) command).password().reveal());
            case ROOMS, BLOCKS, QUIT -> {}
        }
        json.close().writeTo(out);
    }

    private static Command command(JsonFields fields) {
        String wireName = fields.string("type", Integer.MAX_VALUE);
        CommandType type = CommandType.ofWireName(wireName);
        if (type == null) {
            throw new RejectedException(
                    ErrorCode.UNKNOWN_TYPE,
                    "unknown type \"" + shown(wireName) + "\" (expected: one of "
                            + String.join(
                                    ", ",
                                    Stream.of(CommandType.values())
                                            .map(CommandType::wireName)
                                            .toList()) + ")");
        }
        fields.belongTo(wireName);
        return switch (type) {
            case HELLO -> hello(fields);
            case JOIN ->
                new Command.Join(
                        ref(fields),
                        fields.room("room"),
                        position(fields),
                        fields.optionalSmallInteger("last", 0),
                        Boolean.TRUE.equals(fields.optionalFlag("follow")));
            case DIRECT ->
                new Command.Direct(
                        ref(fields), fields.account("name"), position(fields), fields.optionalSmallInteger("last", 0));
            case BLOCK -> new Command.Block(ref(fields), fields.account("name"));
            case UNBLOCK -> new Command.Unblock(ref(fields), fields.account("name"));
            case BLOCKS -> new Command.Blocks(ref(fields));
            case LEAVE -> new Command.Leave(ref(fields), fields.room("room"));
            case SEND ->
                new Command.Send(
                        ref(fields),
                        fields.room("room"),
                        fields.text("text"),
                        fields.optionalInteger("id", 1, ClientMessageId.MAX_COUNTER));
            case HISTORY ->
                new Command.History(ref(fields), fields.room("room"), range(fields), fields.smallInteger("limit", 1));
            case ROOMS -> new Command.Rooms(ref(fields));
            case MEMBERS -> new Command.Members(ref(fields), fields.room("room"));
            case TOPIC -> new Command.Topic(ref(fields), fields.room("room"), fields.text("text"));
            case MODERATE -> moderate(fields);
            case ROLE ->
                new Command.GiveRole(
                        ref(fields),
                        fields.room("room"),
                        fields.account("name"),
                        oneOf(fields, "role", Role.values(), Role::wireName));
            case CONFIGURE -> configure(fields);
            case NICK -> new Command.Nick(ref(fields), fields.account("name"));
            case PING -> new Command.Ping(ref(fields), fields.optionalString("data", Command.Ping.MAX_DATA_LENGTH));
            case REGISTER ->
                new Command.Register(
                        ref(fields),
                        fields.account("account"),
                        fields.secret("password"),
                        fields.optionalSecret("invite"));
            case PASSWORD -> new Command.ChangePassword(ref(fields), fields.secret("old"), fields.secret("new"));
            case DELETE_ACCOUNT -> new Command.DeleteAccount(ref(fields), fields.secret("password"));
            case QUIT -> new Command.Quit();
        };
    }

    private static Command hello(JsonFields fields) {
        String producer = fields.optionalString("producer", Integer.MAX_VALUE);
        return new Command.Hello(
                fields.smallInteger("protocol", Integer.MIN_VALUE),
                fields.string("client", MAX_CLIENT_LENGTH),
                fields.optionalAccount("name"),
                fields.optionalString("resume", MAX_RESUME_LENGTH),
                producer == null ? null : new ProducerId(producer),
                credentials(fields));
    }

    private static @Nullable Credentials credentials(JsonFields fields) {
        boolean account = fields.has("account") || fields.has("password");
        if ((account && fields.has("token")) || ((account || fields.has("token")) && fields.has("resume"))) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "account, token, resume: more than one (expected: account and password, or token, or resume)");
        }
        if (account) {
            return new Credentials.OfAccount(fields.account("account"), fields.secret("password"));
        }
        Secret token = fields.optionalSecret("token");
        return token == null ? null : new Credentials.OfBot(token);
    }

    private static Command moderate(JsonFields fields) {
        Measure measure = oneOf(fields, "measure", Measure.values(), Measure::wireName);
        Long seconds = fields.optionalInteger("seconds", 1, Command.Moderate.MAX_SECONDS);
        if (seconds != null && !measure.isTimed()) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "seconds: " + measure.wireName() + " has no end (expected: ban or mute)");
        }
        boolean address = Boolean.TRUE.equals(fields.optionalFlag("address"));
        if (address && measure != Measure.BAN) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "address: " + measure.wireName() + " is of a name alone (expected: ban)");
        }
        return new Command.Moderate(
                ref(fields),
                fields.room("room"),
                measure,
                fields.account("name"),
                seconds,
                fields.optionalString("reason", RoomEvent.Moderated.MAX_REASON_LENGTH),
                address);
    }

    private static Command configure(JsonFields fields) {
        return new Command.Configure(
                ref(fields),
                fields.room("room"),
                fields.has("access") ? oneOf(fields, "access", Access.values(), Access::wireName) : null,
                fields.has("posting") ? oneOf(fields, "posting", Posting.values(), Posting::wireName) : null,
                fields.has("slowSeconds")
                        ? (int) fields.integer("slowSeconds", 0, RoomSettings.MAX_SLOW_SECONDS)
                        : null);
    }

    private static <E> E oneOf(JsonFields fields, String name, E[] values, Function<E, String> wireName) {
        String wanted = fields.string(name, Integer.MAX_VALUE);
        for (E value : values) {
            if (wireName.apply(value).equals(wanted)) {
                return value;
            }
        }
        throw fields.wrong(
                name,
                "\"" + shown(wanted) + "\"",
                "one of " + String.join(", ", Stream.of(values).map(wireName).toList()));
    }

    private static String ref(JsonFields fields) {
        return fields.string("ref", Command.MAX_REF_LENGTH);
    }

    private static @Nullable Position position(JsonFields fields) {
        JsonFields after = fields.optionalObject("after");
        return after == null
                ? null
                : new Position(
                        after.string("epoch", Position.MAX_EPOCH_LENGTH),
                        after.integer("seq", 0, JsonFields.MAX_INTEGER),
                        after.optionalInteger("at", 0, JsonFields.MAX_INTEGER));
    }

    private static HistoryRange range(JsonFields fields) {
        Long before = fields.optionalInteger("before", 1, JsonFields.MAX_INTEGER);
        Long after = fields.optionalInteger("after", 0, JsonFields.MAX_INTEGER);
        Long at = fields.optionalInteger("at", 0, JsonFields.MAX_INTEGER);
        if ((before != null && (after != null || at != null)) || (after != null && at != null)) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "before, after, at: more than one (expected: at most one of them)");
        }
        if (before != null) {
            return new HistoryRange.Before(before);
        }
        if (after != null) {
            return new HistoryRange.After(after);
        }
        return at != null ? new HistoryRange.At(at) : new HistoryRange.Newest();
    }

    private static String shown(String wireName) {
        if (wireName.length() <= MAX_TYPE_SHOWN) {
            return Visible.of(wireName);
        }
        int end = wireName.offsetByCodePoints(0, wireName.codePointCount(0, MAX_TYPE_SHOWN - 1));
        return Visible.of(wireName.substring(0, end)) + "…";
    }

    private static void write(Command.Hello hello, JsonWriter json) {
        AccountName name = hello.name();
        ProducerId producer = hello.producer();
        json.field("protocol", hello.protocol())
                .field("client", hello.client())
                .optionalField("name", name == null ? null : name.value())
                .optionalField("resume", hello.resume())
                .optionalField("producer", producer == null ? null : producer.value());
        Credentials credentials = hello.credentials();
        if (credentials instanceof Credentials.OfAccount person) {
            json.field("account", person.account().value())
                    .field("password", person.password().reveal());
        } else if (credentials instanceof Credentials.OfBot bot) {
            json.field("token", bot.token().reveal());
        }
    }

    private static void write(Command.Register register, JsonWriter json) {
        Secret invite = register.invite();
        json.field("account", register.account().value())
                .field("password", register.password().reveal())
                .optionalField("invite", invite == null ? null : invite.reveal());
    }

    private static void write(Command.Join join, JsonWriter json) {
        json.field("room", join.room().value());
        write(join.after(), join.last(), json);
        if (join.follow()) {
            json.field("follow", true);
        }
    }

    private static void write(@Nullable Position after, @Nullable Integer last, JsonWriter json) {
        if (after != null) {
            json.open("after")
                    .field("epoch", after.epoch())
                    .field("seq", after.seq())
                    .optionalField("at", after.atMillis())
                    .close();
        }
        if (last != null) {
            json.field("last", last);
        }
    }

    private static void write(Command.Send send, JsonWriter json) {
        json.field("room", send.room().value()).field("text", send.text()).optionalField("id", send.id());
    }

    private static void write(Command.Moderate moderate, JsonWriter json) {
        json.field("room", moderate.room().value())
                .field("measure", moderate.measure().wireName())
                .field("name", moderate.name().value())
                .optionalField("seconds", moderate.seconds())
                .optionalField("reason", moderate.reason());
        if (moderate.address()) {
            json.field("address", true);
        }
    }

    private static void write(Command.GiveRole give, JsonWriter json) {
        json.field("room", give.room().value())
                .field("name", give.name().value())
                .field("role", give.role().wireName());
    }

    private static void write(Command.Configure configure, JsonWriter json) {
        json.field("room", configure.room().value());
        Access access = configure.access();
        Posting posting = configure.posting();
        Integer slowSeconds = configure.slowSeconds();
        json.optionalField("access", access == null ? null : access.wireName())
                .optionalField("posting", posting == null ? null : posting.wireName())
                .optionalField("slowSeconds", slowSeconds == null ? null : slowSeconds.longValue());
    }

    private static void write(Command.History history, JsonWriter json) {
        json.field("room", history.room().value());
        HistoryRange range = history.range();
        if (range instanceof HistoryRange.Before before) {
            json.field("before", before.seq());
        } else if (range instanceof HistoryRange.After after) {
            json.field("after", after.seq());
        } else if (range instanceof HistoryRange.At at) {
            json.field("at", at.millis());
        }
        json.field("limit", history.limit());
    }
}
