// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.audit.AuditTrail;
import chat.server.log.RoomLog;
import chat.server.room.BannedAddressBook;
import chat.server.room.RoomDirectory;
import java.time.Clock;

/** The table of commands. Thread-safe; a command runs on the loop of its caller. */
public final class CommandRouter {

    private final JoinHandler join;
    private final SendHandler send;
    private final HistoryHandler history;
    private final TopicHandler topic;
    private final ListHandlers lists;
    private final LeaveHandler leave;
    private final RoomKeeping keeping;
    private final BlockHandlers blocks;

    /**
     * @param rooms where rooms are found and made
     * @param log what is appended to and read
     * @param attendance who is in which room
     * @param people who has an account, for direct messages
     * @param clock says whether a ban has ended
     * @param trail takes down what is done about rooms
     * @param addresses which are banned from rooms
     * @param whereabouts from where people are in rooms
     */
    public CommandRouter(
            RoomDirectory rooms,
            RoomLog log,
            Attendance attendance,
            People people,
            CommandRules rules,
            Clock clock,
            AuditTrail trail,
            BannedAddressBook addresses,
            Whereabouts whereabouts) {
        DirectRooms directs = new DirectRooms(rooms, people, rules.directsPerAccount());
        RoomGuard guard = new RoomGuard(clock);
        SlowMode slowMode = new SlowMode();
        this.join = new JoinHandler(rooms, log, attendance, rules, guard, directs);
        this.leave = new LeaveHandler(log, guard);
        this.send = new SendHandler(log, rules, guard, directs, slowMode);
        this.history = new HistoryHandler(rooms, log, rules, guard);
        this.topic = new TopicHandler(log, rules, guard, slowMode);
        this.lists = new ListHandlers(rooms, attendance, people, rules, guard);
        RoomMeasures measures = new RoomMeasures(trail);
        RoomBans bans = new RoomBans(log, addresses, whereabouts, measures);
        this.keeping = new RoomKeeping(rooms, log, guard, people, measures, bans);
        this.blocks = new BlockHandlers(people, rules.blocksPerAccount(), trail);
    }

    /** Has a command done. Never throws; the answer comes at once or later, on the caller's loop. */
    public void route(Command command, Caller caller, Answer answer) {
        try {
            caller.rights().require(command);
            CommandType type = command.type();
            switch (type) {
                case SEND -> send.handle((Command.Send) command, caller, answer);
                case PING -> ping((Command.Ping) command, answer);
                case JOIN -> join.handle((Command.Join) command, caller, answer);
                case DIRECT -> direct((Command.Direct) command, caller, answer);
                case BLOCK -> blocks.block((Command.Block) command, caller, answer);
                case UNBLOCK -> blocks.unblock((Command.Unblock) command, caller, answer);
                case BLOCKS -> blocks.blocks((Command.Blocks) command, caller, answer);
                case LEAVE -> leave.handle((Command.Leave) command, caller, answer);
                case HISTORY -> history.handle((Command.History) command, caller, answer);
                case ROOMS -> lists.rooms((Command.Rooms) command, caller, answer);
                case MEMBERS -> lists.members((Command.Members) command, caller, answer);
                case TOPIC -> topic.handle((Command.Topic) command, caller, answer);
                case MODERATE -> keeping.moderate((Command.Moderate) command, caller, answer);
                case ROLE -> keeping.giveRole((Command.GiveRole) command, caller, answer);
                case CONFIGURE -> keeping.configure((Command.Configure) command, caller, answer);
                case NICK -> nick((Command.Nick) command, caller, answer);
                case HELLO ->
                    throw new RejectedException(
                            ErrorCode.HELLO_TWICE, "hello was answered already (expected: nick to change the name)");
                case REGISTER, PASSWORD, DELETE_ACCOUNT ->
                    throw new RejectedException(ErrorCode.NOT_SUPPORTED, "this server has no accounts");
                case QUIT -> throw new IllegalStateException("quit ends a connection and has no answer");
            }
        } catch (RuntimeException e) {
            answer.failed(e);
        }
    }

    /** The same as to join the room of the two, of which whoever asks need not know what it is called. */
    private void direct(Command.Direct command, Caller caller, Answer answer) {
        RoomName room = RoomName.direct(caller.name(), command.name());
        Command.Join same = new Command.Join(command.ref(), room, command.after(), command.last());
        caller.rights().require(same);
        join.handle(same, caller, answer);
    }

    private static void ping(Command.Ping command, Answer answer) {
        answer.give(new Event.Pong(command.ref(), command.data()));
    }

    private static void nick(Command.Nick command, Caller caller, Answer answer) {
        caller.rename(command.name());
        answer.give(new Event.Ok(command.ref()));
    }
}
