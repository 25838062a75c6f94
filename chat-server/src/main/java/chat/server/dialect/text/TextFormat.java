// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect.text;

import chat.protocol.line.Visible;
import chat.protocol.message.AccountName;
import chat.protocol.message.CloseReason;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.LogEntry;
import chat.protocol.message.PresenceState;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import chat.protocol.words.Deed;
import chat.protocol.words.KeepingLine;
import chat.protocol.words.RightsInWords;
import chat.server.dialect.WireFormat;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/**
 * An event as lines. What people wrote is shown with its control characters made visible, and a message of several lines
 * has its sender before each, so that nobody can make it look as if another had said something.
 */
final class TextFormat implements WireFormat {

    private static final String HELP = """
            What you type is a message to the room. What begins with / is a command:
              /join #room    go to another room         /leave        back to the first one
              /nick NAME     change your name           /who [#room]  who is here
              /rooms         which rooms there are      /history N    the last N messages
              /topic TEXT    set the topic (or show it) /ping         is the server alive
              /quit or quit  leave                      /me TEXT      what you are doing
              //text         a message that begins with /
              /msg NAME TEXT                     a message that only NAME gets; both need accounts
              /msg NAME                          what you two said last
              /block, /unblock NAME; /blocks     whom you want no such messages from
              /login NAME PASSWORD               sign in to your account
              /register NAME PASSWORD [INVITE]   make an account
              /password OLD NEW                  change your password
            Without TLS a password travels in the clear: whoever is on the way can read it.""";

    /** Not as a notice: nobody may make it look as if somebody had gone, or was called something else. */
    private static final String ACTS = "** ";

    private static final String SIGN_IN =
            "this needs an account: /login NAME PASSWORD, or /register NAME PASSWORD before";

    @Override
    public String name() {
        return "text";
    }

    @Override
    public void encode(Event event, ByteBuf out) {
        switch (event.type()) {
            case MESSAGE, TOPIC, MEMBER_JOINED, MEMBER_LEFT, CONFIGURED, ROLE, MODERATED, DELETED ->
                entry((LogEntry) event, out);
            case WELCOME -> welcome((Event.Welcome) event, out);
            case JOINED -> joined((Event.Joined) event, out);
            case PAGE -> page((Event.Page) event, out);
            case ROOMS -> rooms((Event.RoomList) event, out);
            case MEMBERS -> members((Event.MemberList) event, out);
            case BLOCKS -> blocks((Event.BlockList) event, out);
            case DIRECT -> direct((Event.Direct) event, out);
            case OK -> ok((Event.Ok) event, out);
            case PONG -> notice("pong", out);
            case PRESENCE -> presence((Event.Presence) event, out);
            case INVITED -> invited((Event.Invited) event, out);
            case REMOVED -> notice(oneLine(((Event.Removed) event).message()), out);
            case GAP -> gap((Event.Gap) event, out);
            case ERROR -> rejected((Event.Rejected) event, out);
            case GOODBYE -> goodbye((Event.Goodbye) event, out);
            // Who sent a message sees it among those of the room.
            case SENT, UNRECOGNISED -> {}
        }
    }

    void help(ByteBuf out) {
        HELP.lines().forEach(line -> notice(line, out));
        notice("Whoever keeps the room:", out);
        KeepingLine.HELP.forEach(line -> notice("  " + line, out));
    }

    /** The topic of one room from a list of many, which is cut where there are too many. */
    void topic(RoomName room, Event.RoomList list, ByteBuf out) {
        for (Event.RoomSummary row : list.rooms()) {
            if (row.room().equals(room)) {
                notice(row.topic().isEmpty() ? "there is no topic" : "topic: " + oneLine(row.topic()), out);
                return;
            }
        }
        notice("there are too many rooms to look it up; /join " + room + " shows it", out);
    }

    private static void entry(LogEntry entry, ByteBuf out) {
        String from = entry.from().value();
        RoomEvent event = entry.event();
        if (event instanceof RoomEvent.Message message) {
            String deed = entry.room().isDirect() ? null : Deed.of(message.text());
            String who = deed == null ? speaker(entry) : ACTS + from;
            String text = deed == null ? message.text() : deed;
            Visible.lines(text).forEach(line -> line(who + " " + line, out));
        } else if (event instanceof RoomEvent.TopicChanged topic) {
            String text = topic.text();
            notice(from + (text.isEmpty() ? " took the topic away" : " set the topic: " + oneLine(text)), out);
        } else {
            String rights = RightsInWords.of(entry, ZoneOffset.UTC);
            if (rights != null) {
                notice(rights, out);
            }
        }
    }

    /**
     * What a line begins with: {@code <ann>} in a room, {@code *ann to bob*} where only the two hear it. No name has a space
     * or a star in it, and behind the star of a notice there is a space.
     */
    private static String speaker(LogEntry entry) {
        AccountName other = entry.room().otherThan(entry.from());
        String from = entry.from().value();
        return other == null ? "<" + from + ">" : "*" + from + " to " + other + "*";
    }

    private static void welcome(Event.Welcome welcome, ByteBuf out) {
        notice(
                "welcome to " + oneLine(welcome.server()) + ", you are " + welcome.name()
                        + " (/help says what you can do)",
                out);
    }

    private static void joined(Event.Joined joined, ByteBuf out) {
        String topic = joined.topic();
        notice("you are in " + joined.room() + (topic.isEmpty() ? "" : ", topic: " + oneLine(topic)), out);
    }

    /** Somebody comes back to a room in which they were: they may have seen some of what follows. */
    void joinedAgain(Event.Joined joined, ByteBuf out) {
        joined(joined, out);
        if (joined.head() > 0) {
            notice("the last messages of " + joined.room() + ", those that you have seen too:", out);
        }
    }

    private static void page(Event.Page page, ByteBuf out) {
        notice(page.entries().size() + " from the history of " + page.room(), out);
        page.entries().forEach(entry -> entry(entry, out));
        notice("end of history", out);
    }

    private static void rooms(Event.RoomList list, ByteBuf out) {
        for (Event.RoomSummary row : list.rooms()) {
            String topic = row.topic().isEmpty() ? "" : " " + oneLine(row.topic());
            AccountName with = row.direct();
            notice(with == null ? row.room() + " (" + row.members() + ")" + topic : "/msg " + with, out);
        }
    }

    private static void blocks(Event.BlockList list, ByteBuf out) {
        String names = list.names().stream().map(AccountName::value).collect(Collectors.joining(", "));
        notice(names.isEmpty() ? "you have blocked nobody" : "you have blocked " + names, out);
    }

    private static void direct(Event.Direct direct, ByteBuf out) {
        notice("there are messages between you and " + direct.name() + "; /msg " + direct.name() + " shows them", out);
    }

    private static void invited(Event.Invited invited, ByteBuf out) {
        notice(invited.by() + " invites you to " + invited.room() + ": /join " + invited.room(), out);
    }

    private static void members(Event.MemberList list, ByteBuf out) {
        String names =
                list.members().stream().map(member -> member.name().value()).collect(Collectors.joining(", "));
        notice("in " + list.room() + " (" + list.members().size() + "): " + names, out);
    }

    private static void ok(Event.Ok ok, ByteBuf out) {
        if (!ok.ref().isEmpty()) {
            notice(ok.ref(), out);
        }
        if (ok.message() != null) {
            notice(ok.message(), out);
        }
    }

    private static void presence(Event.Presence presence, ByteBuf out) {
        if (presence.room().isDirect()) {
            // It is not where they are, but only heard beside that.
            return;
        }
        if (presence.formerly() != null) {
            notice(presence.formerly() + " is now " + presence.name(), out);
        } else {
            notice(presence.name() + (presence.state() == PresenceState.ONLINE ? " is here" : " has gone"), out);
        }
    }

    private static void gap(Event.Gap gap, ByteBuf out) {
        notice("messages " + gap.from() + " to " + gap.to() + " are missing here", out);
    }

    private static void rejected(Event.Rejected rejected, ByteBuf out) {
        if (rejected.code() == ErrorCode.SIGN_IN_REQUIRED || rejected.code() == ErrorCode.HELLO_FIRST) {
            // A person says no hello.
            notice("error " + ErrorCode.SIGN_IN_REQUIRED.wireName() + ": " + SIGN_IN, out);
            return;
        }
        notice("error " + rejected.code().wireName() + ": " + oneLine(rejected.message()), out);
    }

    private static void goodbye(Event.Goodbye goodbye, ByteBuf out) {
        String comeBack = CloseReason.comeBack(goodbye.code()) ? "; come back later" : "";
        notice("goodbye: " + oneLine(goodbye.reason()) + comeBack, out);
    }

    private static void notice(String text, ByteBuf out) {
        line("* " + text, out);
    }

    private static void line(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        out.writeByte('\r').writeByte('\n');
    }

    private static String oneLine(String text) {
        return String.join(" ", Visible.lines(text));
    }
}
