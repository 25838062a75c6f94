// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.command;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.server.limit.AddressKey;
import chat.server.log.SenderId;
import chat.server.room.Room;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Somebody who gives commands and notes what comes of it. */
final class FakeCaller implements Caller {

    /** A room that is followed, and from where on. */
    record Followed(Room room, long cursor) {}

    static final AccountName TAKEN = new AccountName("taken");

    private final SenderId id;
    private final ProducerId producer = ProducerId.random();
    private final Map<RoomName, Followed> followed = new LinkedHashMap<>();
    private final List<Event> heard = new ArrayList<>();
    private final @Nullable Long account;
    private AccountName name;
    private Rights rights = Rights.ALL;
    private long highest;
    private AddressKey address = AddressKey.of(InetAddress.getLoopbackAddress());

    /** A guest. */
    FakeCaller(String name) {
        this(name, null);
    }

    private FakeCaller(String name, @Nullable Long account) {
        this.id = new SenderId((account == null ? "guest:" : "account:") + name);
        this.name = new AccountName(name);
        this.account = account;
    }

    /** Somebody who is signed in. */
    static FakeCaller account(String name) {
        return account(name, name.hashCode());
    }

    /** Somebody who is signed in to the account of this number. */
    static FakeCaller account(String name, long id) {
        return new FakeCaller(name, id);
    }

    /** What was told and answered, in that order; and {@code follow} as a word between. */
    List<Event> heard() {
        return heard;
    }

    long cursor(RoomName room) {
        return followed.get(room).cursor();
    }

    @Override
    public SenderId id() {
        return id;
    }

    @Override
    public AccountName name() {
        return name;
    }

    @Override
    public Rights rights() {
        return rights;
    }

    /** Has them come from somewhere else than this machine. */
    FakeCaller at(AddressKey from) {
        address = from;
        return this;
    }

    /** Restricts what they may do. */
    FakeCaller with(Rights given) {
        rights = given;
        return this;
    }

    @Override
    public @Nullable Long accountId() {
        return account;
    }

    @Override
    public AddressKey address() {
        return address;
    }

    @Override
    public ProducerId producer() {
        return producer;
    }

    @Override
    public long nextMessageNumber() {
        return highest + 1;
    }

    @Override
    public void messageNumberSeen(long number) {
        highest = Math.max(highest, number);
    }

    @Override
    public Executor loop() {
        return Runnable::run;
    }

    @Override
    public void tell(Event event) {
        heard.add(event);
    }

    @Override
    public void rename(AccountName newName) {
        if (newName.equals(TAKEN)) {
            throw new RejectedException(ErrorCode.NAME_TAKEN, "taken");
        }
        name = newName;
    }

    @Override
    public @Nullable Room followed(RoomName room) {
        Followed found = followed.get(room);
        return found == null ? null : found.room();
    }

    @Override
    public int followedRooms() {
        return followed.size();
    }

    @Override
    public void follow(Room room, long cursor) {
        followed.put(room.name(), new Followed(room, cursor));
    }

    @Override
    public void unfollow(Room room) {
        followed.remove(room.name());
    }
}
