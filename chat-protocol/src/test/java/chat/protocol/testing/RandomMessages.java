// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.testing;

import chat.protocol.message.Access;
import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.EventType;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.Measure;
import chat.protocol.message.Position;
import chat.protocol.message.Posting;
import chat.protocol.message.PresenceState;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Role;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.message.RoomSettings;
import chat.protocol.message.Secret;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands and events of every kind with whatever they may hold: control characters, characters beyond the Basic
 * Multilingual Plane, the lowest and highest numbers. Confined to one thread.
 *
 * <p>The seed is printed; {@code -Dtest.seed=N} runs the same again.
 */
public final class RandomMessages {

    private static final long MAX = ClientMessageId.MAX_COUNTER;
    private static final String LETTERS = "abcxyzABCXYZ0189_\u00e9\u00c9\u00df\u0130\u03a3\u4e2d\u0627\ufb01\u0410";
    private static final int[] NOTABLE = {
        0, '\b', '\t', '\n', '\f', '\r', 0x1b, '"', '/', '\\', '{', 0x7f, 0x80, 0x9b, 0xe9, 0x7ff, 0x800, 0x200d,
        0x2028, 0x202e, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f600, 0xe0001, 0x10ffff
    };

    private final Random random;

    /** With the seed of the property {@code test.seed}, or a new one. */
    public RandomMessages() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("-Dtest.seed=" + seed);
        random = new Random(seed);
    }

    /** What the rest is made from. */
    public Random random() {
        return random;
    }

    /** A command of any kind. */
    public Command command() {
        return command(pick(CommandType.values()));
    }

    /** A command of this kind. */
    public Command command(CommandType type) {
        return switch (type) {
            case HELLO -> hello();
            case JOIN ->
                new Command.Join(ref(), room(), orNull(this::position), orNull(() -> small(0)), random.nextBoolean());
            case DIRECT -> new Command.Direct(ref(), name(), orNull(this::position), orNull(() -> small(0)));
            case BLOCK -> new Command.Block(ref(), name());
            case UNBLOCK -> new Command.Unblock(ref(), name());
            case BLOCKS -> new Command.Blocks(ref());
            case LEAVE -> new Command.Leave(ref(), room());
            case SEND -> new Command.Send(ref(), room(), text(300), orNull(() -> number(1)));
            case HISTORY -> new Command.History(ref(), room(), range(), small(1));
            case ROOMS -> new Command.Rooms(ref());
            case MEMBERS -> new Command.Members(ref(), room());
            case TOPIC -> new Command.Topic(ref(), room(), text(100));
            case MODERATE -> moderate(pick(Measure.values()));
            case ROLE -> new Command.GiveRole(ref(), room(), name(), pick(Role.values()));
            case CONFIGURE ->
                new Command.Configure(
                        ref(),
                        room(),
                        orNull(() -> pick(Access.values())),
                        orNull(() -> pick(Posting.values())),
                        orNull(this::slowSeconds));
            case NICK -> new Command.Nick(ref(), name());
            case PING -> new Command.Ping(ref(), orNull(() -> text(256)));
            case REGISTER -> new Command.Register(ref(), name(), secret(), orNull(this::secret));
            case PASSWORD -> new Command.ChangePassword(ref(), secret(), secret());
            case DELETE_ACCOUNT -> new Command.DeleteAccount(ref(), secret());
            case QUIT -> new Command.Quit();
        };
    }

    private Command hello() {
        Credentials credentials = orNull(() ->
                random.nextBoolean() ? new Credentials.OfAccount(name(), secret()) : new Credentials.OfBot(secret()));
        return new Command.Hello(
                random.nextBoolean() ? 1 : random.nextInt(),
                text(64),
                orNull(this::name),
                credentials == null ? orNull(() -> text(512)) : null,
                orNull(ProducerId::random),
                credentials);
    }

    private Secret secret() {
        return new Secret(text(Secret.MAX_LENGTH));
    }

    /** An event of any kind. */
    public Event event() {
        return event(pick(EventType.values()));
    }

    /** An event of this kind. */
    public Event event(EventType type) {
        return switch (type) {
            case WELCOME ->
                new Event.Welcome(
                        random.nextInt(),
                        text(40),
                        name(),
                        text(300),
                        ProducerId.random(),
                        text(10),
                        limits(),
                        small(1));
            case JOINED -> new Event.Joined(ref(), room(), epoch(), number(0), random.nextBoolean(), text(100));
            case MESSAGE, TOPIC, MEMBER_JOINED, MEMBER_LEFT, CONFIGURED, ROLE, MODERATED, DELETED -> entry(type);
            case SENT -> new Event.Sent(ref(), room(), number(1), number(1), number(0), random.nextBoolean());
            case PAGE -> new Event.Page(ref(), room(), list(this::entry), random.nextBoolean());
            case ROOMS ->
                new Event.RoomList(
                        ref(),
                        list(() -> new Event.RoomSummary(
                                room(), small(0), text(50), orNull(this::name), orNull(() -> number(0)))));
            case MEMBERS ->
                new Event.MemberList(ref(), room(), list(() -> new Event.Member(name(), pick(PresenceState.values()))));
            case BLOCKS -> new Event.BlockList(ref(), list(this::name));
            case DIRECT -> new Event.Direct(room(), name(), epoch(), number(0), number(0));
            case OK -> new Event.Ok(ref(), orNull(() -> text(300)), orNull(() -> text(100)));
            case PONG -> new Event.Pong(ref(), orNull(() -> text(256)));
            case PRESENCE -> new Event.Presence(room(), name(), pick(PresenceState.values()), orNull(this::name));
            case INVITED -> new Event.Invited(room(), name());
            case REMOVED ->
                new Event.Removed(
                        room(), pick(ErrorCode.values()), text(200), orNull(this::name), orNull(() -> text(256)));
            case GAP -> new Event.Gap(room(), epoch(), number(1), number(1));
            case ERROR ->
                new Event.Rejected(orNull(this::ref), pick(ErrorCode.values()), text(200), orNull(() -> number(0)));
            case GOODBYE -> new Event.Goodbye(small(0), text(100), orNull(() -> number(0)));
            case UNRECOGNISED -> random.nextBoolean() ? entry(type) : new Event.Unrecognised("later-" + text(10));
        };
    }

    /** An entry of a room's log, of any kind. */
    public LogEntry entry() {
        return entry(pick(Stream.of(EventType.values())
                .filter(type -> type.isEntry() || type == EventType.UNRECOGNISED)
                .toArray(EventType[]::new)));
    }

    /** A text of at most this many {@code char}s, with nothing half. */
    public String text(int maxChars) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(4) == 0 ? maxChars : random.nextInt(maxChars + 1);
        while (text.length() < length) {
            int codePoint = codePoint();
            if (text.length() + Character.charCount(codePoint) > length) {
                codePoint = 'x';
            }
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    /** A name that follows the rule. */
    public AccountName name() {
        return valid(() -> new AccountName(word()));
    }

    /** A name of a room that follows the rule. */
    public RoomName room() {
        return valid(() -> random.nextInt(4) == 0 ? RoomName.direct(name(), name()) : new RoomName("#" + word()));
    }

    private LogEntry entry(EventType type) {
        RoomEvent event = switch (type) {
            case MESSAGE -> new RoomEvent.Message(number(1), text(300));
            case TOPIC -> new RoomEvent.TopicChanged(text(100));
            case MEMBER_JOINED -> new RoomEvent.MemberJoined();
            case MEMBER_LEFT -> new RoomEvent.MemberLeft();
            case DELETED -> new RoomEvent.Deleted();
            case CONFIGURED ->
                new RoomEvent.Configured(
                        new RoomSettings(pick(Access.values()), pick(Posting.values()), slowSeconds()));
            case ROLE -> new RoomEvent.RoleGiven(name(), pick(Role.values()));
            case MODERATED ->
                new RoomEvent.Moderated(pick(Measure.values()), name(), orNull(() -> number(0)), text(256));
            default -> new RoomEvent.Unrecognised("later-" + text(10));
        };
        return new LogEntry(room(), number(1), number(0), name(), event);
    }

    private Command moderate(Measure measure) {
        Long seconds = measure.isTimed() ? orNull(() -> 1L + random.nextInt(1000)) : null;
        boolean address = measure == Measure.BAN && random.nextBoolean();
        return new Command.Moderate(ref(), room(), measure, name(), seconds, orNull(() -> text(256)), address);
    }

    private int slowSeconds() {
        return random.nextInt(RoomSettings.MAX_SLOW_SECONDS + 1);
    }

    private Event.Limits limits() {
        return new Event.Limits(small(0), small(0), small(0), small(0), small(0));
    }

    private HistoryRange range() {
        return switch (random.nextInt(4)) {
            case 0 -> new HistoryRange.Newest();
            case 1 -> new HistoryRange.Before(number(1));
            case 2 -> new HistoryRange.After(number(0));
            default -> new HistoryRange.At(number(0));
        };
    }

    private Position position() {
        return new Position(epoch(), number(0), orNull(() -> number(0)));
    }

    private String epoch() {
        return "e" + text(63);
    }

    private String ref() {
        return text(Command.MAX_REF_LENGTH);
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        int length = 1 + random.nextInt(20);
        while (word.length() < length) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    private int codePoint() {
        return switch (random.nextInt(4)) {
            case 0 -> NOTABLE[random.nextInt(NOTABLE.length)];
            case 1 -> {
                int any = random.nextInt(Character.MAX_CODE_POINT + 1);
                yield any >= Character.MIN_SURROGATE && any <= Character.MAX_SURROGATE ? 'y' : any;
            }
            default -> ' ' + random.nextInt(95);
        };
    }

    private long number(long min) {
        return switch (random.nextInt(4)) {
            case 0 -> min;
            case 1 -> MAX - random.nextInt(2);
            case 2 -> min + random.nextInt(1000);
            default -> min + (random.nextLong() >>> 12);
        };
    }

    private int small(int min) {
        return switch (random.nextInt(3)) {
            case 0 -> min;
            case 1 -> Integer.MAX_VALUE;
            default -> min + random.nextInt(1000);
        };
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> @Nullable T orNull(Supplier<T> supplier) {
        return random.nextBoolean() ? supplier.get() : null;
    }

    private <T> List<T> list(Supplier<T> supplier) {
        return Stream.generate(supplier).limit(random.nextInt(5)).toList();
    }

    private static <T> T valid(Supplier<T> supplier) {
        while (true) {
            try {
                return supplier.get();
            } catch (RejectedException e) {
                // Folding can lengthen a name beyond the limit; another one then.
            }
        }
    }
}
