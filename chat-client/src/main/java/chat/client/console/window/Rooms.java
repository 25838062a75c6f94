// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.AccountName;
import chat.protocol.message.HistoryRange;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All rooms as the person has them before them. Thread-safe: one lock guards all of it, and is held for moments only. Whatever
 * changes something asks for painting.
 */
public final class Rooms {

    /** How a connection stands that serves. */
    public static final String ONLINE = "online";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RoomName, RoomView> views = new HashMap<>();
    private final KillBuffer kills = new KillBuffer();
    private final InputHistory history = new InputHistory();
    private final Shelf shelf = new Shelf();
    private final LineEditor nowhere = new LineEditor(kills);
    private final Clock clock;
    private final Runnable repaint;

    private final Lounge lounge = new Lounge(kills);

    private List<RoomName> order = List.of();
    private Set<RoomName> closed = Set.of();
    private @Nullable RoomName current;
    private String connection = "";
    private Instant connectionSince = Instant.EPOCH;
    private @Nullable AccountName self;
    private int queued;
    private @Nullable String call;
    private String hint = "";

    /**
     * @param clock for the time of what happens here
     * @param repaint asks for painting; must not wait
     */
    public Rooms(Clock clock, Runnable repaint) {
        this.clock = clock;
        this.repaint = repaint;
    }

    /** Puts back what the person left the last time: a draft into its room, as soon as that is there. */
    public void restore(Unfinished left) {
        change(() -> {
            shelf.put(left);
            views.values().forEach(shelf::into);
            left.lines().forEach(history::add);
        });
    }

    /** What the person would leave if they went now. */
    public Unfinished unfinished() {
        return look(all -> shelf.with(views.values(), history.lines()));
    }

    /**
     * The person is somewhere else, or the connection stands differently.
     *
     * @param now the room that is spoken to, or null for none
     * @param rooms the rooms that are followed, in order
     * @param state how the connection stands, in a word or two
     */
    public void placed(@Nullable RoomName now, List<RoomName> rooms, String state) {
        change(() -> {
            order = rooms;
            connectionSince = state.equals(connection) ? connectionSince : clock.instant();
            connection = state;
            views.keySet().retainAll(withCurrent(rooms, now));
            if (now != null && !now.equals(current)) {
                view(now).entered();
            }
            current = now;
            if (now != null) {
                lounge.leaveFor(view(now));
            }
        });
    }

    /** These rooms are there, and nothing can be said or heard in them. */
    public void closed(Set<RoomName> rooms) {
        change(() -> closed = rooms);
    }

    /** Whether the person is in another room than this one. */
    public boolean isElsewhere(RoomName room) {
        return look(all -> !room.equals(all.current));
    }

    /** What is being typed goes along to another room, if nothing waits there. */
    public void takeAlong(RoomName room) {
        change(() -> {
            LineEditor there = view(room).editor();
            if (current != null && !room.equals(current) && there.isEmpty()) {
                there.set(editor().text());
                editor().set("");
            }
        });
    }

    /** The person is called like this. */
    public void self(AccountName name) {
        change(() -> self = name);
    }

    /** Somebody has said something, which may have been shown already. */
    public void said(LogEntry entry, RoomEvent.Message message) {
        change(() -> {
            RoomView room = view(entry.room());
            Item item = said(room, entry, message.text());
            if (room.timeline().entry(entry.seq(), item, !room.isFollowing())) {
                told(room, item);
            }
        });
    }

    /**
     * Something else has happened in a room.
     *
     * @param words what to show, or null for nothing
     */
    public void happened(LogEntry entry, @Nullable String words) {
        change(() -> {
            RoomView room = view(entry.room());
            if (entry.event() instanceof RoomEvent.TopicChanged topic) {
                room.topic(topic.text());
            }
            Item item = words == null ? null : happened(room, entry, words);
            room.timeline().entry(entry.seq(), item, !room.isFollowing());
        });
    }

    /** Tells something, in a room or, with null, in the one where the person is. */
    public void notice(@Nullable RoomName room, String text) {
        tell(room, place -> Item.happened(place, clock.millis(), text));
    }

    /** Tells that something went wrong, in a room or, with null, in the one where the person is. */
    public void fault(@Nullable RoomName room, String text) {
        tell(room, place -> Item.fault(place, clock.millis(), text));
    }

    /** The room is followed. */
    public void joined(RoomName name, String topic) {
        change(() -> {
            if (closed.contains(name)) {
                views.put(name, view(name).anew(kills));
            }
            RoomView room = view(name);
            room.topic(topic);
            room.loading(false);
        });
    }

    /**
     * Everything has come that there was.
     *
     * @param to up to which entry
     * @param knownTo up to which entry the person knew the room before, or null if they did not
     * @param news whether something was said since
     */
    public void caughtUp(RoomName name, long to, @Nullable Long knownTo, boolean news) {
        change(() -> {
            RoomView room = view(name);
            room.timeline().reached(to);
            if (knownTo == null) {
                return;
            }
            ItemKey known = room.timeline().keyOf(knownTo);
            if (!name.equals(current)) {
                room.knows(known);
            } else if (news) {
                room.mark(known);
            }
        });
    }

    /** The server's log of a room is another one. */
    public void newLog(RoomName name) {
        change(() -> {
            RoomView room = view(name);
            room.timeline().newLog();
            room.follow();
        });
    }

    /** The person wants to read from a place in a room on; with {@link HistoryRange.Newest}, what is said now. */
    public void goTo(RoomName name, HistoryRange from) {
        change(() -> view(name).goTo(from));
    }

    /** The person wants to see so many of the last entries of a room. */
    public void goBack(RoomName name, int count) {
        change(() -> {
            RoomView room = view(name);
            room.goTo(new HistoryRange.After(Math.max(0, room.timeline().newest() - count)));
            hint("the last " + count + " are shown; PageUp reads further back, Esc Esc comes back to now");
        });
    }

    /** What in a room is to call the person. */
    public void alert(RoomName name, Alert alert) {
        change(() -> view(name).alert(alert));
    }

    /** Of what in a room the bell tells. */
    public Alert alertOf(RoomName name) {
        return look(all -> all.view(name).alert());
    }

    /** The person said something: shows it as waiting, until what this returns is told what became of it. */
    public Outgoing saying(RoomName name, String text) {
        lock.lock();
        try {
            RoomView room = view(name);
            room.mark(null);
            ItemKey place = room.timeline().keyAtEnd();
            Item item = Item.queued(place, clock.millis(), text);
            room.timeline().add(item, !room.isFollowing());
            queued++;
            return new Outgoing(this, room, place, text);
        } finally {
            lock.unlock();
            repaint.run();
        }
    }

    /** A part of a room's log has come; it is left alone where it fits no more. */
    void loaded(Want want, Consumer<Timeline> what) {
        change(() -> {
            RoomView room = want.room();
            if (want.version() == room.timeline().version()) {
                room.loading(false);
                what.accept(room.timeline());
            }
        });
    }

    /** How a part of the log is shown, entry by entry. */
    List<Item> items(RoomView room, List<LogEntry> entries, Function<LogEntry, @Nullable String> words) {
        List<Item> items = new ArrayList<>();
        for (LogEntry entry : entries) {
            if (entry.event() instanceof RoomEvent.Message message) {
                items.add(said(room, entry, message.text()));
            } else {
                String text = words.apply(entry);
                if (text != null) {
                    items.add(happened(room, entry, text));
                }
            }
        }
        return items;
    }

    void stored(RoomView room, ItemKey place, String text, long seq, long atMillis) {
        change(() -> {
            queued--;
            room.timeline().remove(place);
            AccountName from = self;
            if (from != null) {
                Item item = Item.said(room.timeline().keyOf(seq), atMillis, from, text, false);
                room.timeline().entry(seq, item, !room.isFollowing());
            }
        });
    }

    void refused(RoomView room, ItemKey place, String text, String reason) {
        change(() -> {
            queued--;
            room.timeline().remove(place);
            ItemKey here = room.timeline().keyNow();
            room.timeline().add(Item.refused(here, clock.millis(), text, reason), !room.isFollowing());
            if (!room.name().equals(current)) {
                // Whoever said something from another room, or has gone on, should know at once.
                tell(null, at -> Item.refused(at, clock.millis(), text, "in " + room.name() + ", " + reason));
            }
        });
    }

    /** Does something under the lock, and has it painted. */
    public void change(Runnable what) {
        lock.lock();
        try {
            what.run();
        } finally {
            lock.unlock();
        }
        repaint.run();
    }

    /** Looks at something under the lock. */
    <T> T look(Function<Rooms, T> at) {
        lock.lock();
        try {
            return at.apply(this);
        } finally {
            lock.unlock();
        }
    }

    /** The room where the person is, or null for none. Under the lock. */
    @Nullable
    RoomView current() {
        return current == null ? null : view(current);
    }

    /** What is told while the person is in no room. Under the lock. */
    RoomView nowhere() {
        return lounge.view();
    }

    /** Whether nothing can be said or heard in a room. Under the lock. */
    boolean isClosed(RoomView room) {
        return closed.contains(room.name());
    }

    /** The rooms in their order. Under the lock. */
    List<RoomView> inOrder() {
        return order.stream().map(this::view).toList();
    }

    /** The line being typed where the person is. Under the lock. */
    LineEditor editor() {
        RoomView room = current();
        return room == null ? nowhere : room.editor();
    }

    /** What was typed before. Under the lock. */
    InputHistory history() {
        return history;
    }

    String connection() {
        return connection;
    }

    /** Since when the connection has stood as it does. */
    ZonedDateTime connectionSince() {
        return connectionSince.atZone(clock.getZone());
    }

    @Nullable
    AccountName self() {
        return self;
    }

    int queued() {
        return queued;
    }

    /** What is said in the place of the status, for a moment. */
    String hint() {
        return hint;
    }

    void hint(String text) {
        hint = text;
    }

    /** What the person is to be called for, once; null for nothing. Under the lock. */
    @Nullable
    String takeCall() {
        String taken = call;
        call = null;
        return taken;
    }

    private static Set<RoomName> withCurrent(List<RoomName> rooms, @Nullable RoomName now) {
        Set<RoomName> all = new LinkedHashSet<>(rooms);
        if (now != null) {
            all.add(now);
        }
        return all;
    }

    private void tell(@Nullable RoomName name, Function<ItemKey, Item> what) {
        change(() -> {
            RoomName where = name == null ? current : name;
            if (where != null) {
                view(where).tell(what);
            } else {
                lounge.tell(what);
            }
        });
    }

    private Item said(RoomView room, LogEntry entry, String text) {
        AccountName me = self;
        boolean mention = me != null && !me.equals(entry.from()) && Mentions.has(text, me);
        return Item.said(room.timeline().keyOf(entry.seq()), entry.atMillis(), entry.from(), text, mention);
    }

    private static Item happened(RoomView room, LogEntry entry, String words) {
        return Item.happened(room.timeline().keyOf(entry.seq()), entry.atMillis(), words);
    }

    private void told(RoomView room, Item item) {
        boolean own = self != null && item.from().equals(self);
        boolean called = item.isMention() || room.name().isDirect();
        boolean looking = room.name().equals(current) && room.isFollowing();
        if (looking) {
            room.seen();
        } else if (!own) {
            room.unseen(called);
        }
        if (!own && (room.alert() == Alert.ALL || (room.alert() == Alert.MENTIONS && called))) {
            call = room.name() + " " + item.opening();
        }
    }

    private RoomView view(RoomName name) {
        return views.computeIfAbsent(name, unknown -> shelf.into(new RoomView(unknown, kills)));
    }
}
