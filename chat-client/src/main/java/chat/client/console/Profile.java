// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ChatOptions;
import chat.client.ChatState;
import chat.client.Unacknowledged;
import chat.client.state.Desk;
import chat.client.state.ProfileFile;
import chat.client.state.StateFolder;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a console was when it was closed, and where it is now: read at the start, written by a thread of its own a second after
 * something has changed, and at the end. While nothing changes that thread sleeps. A console works as well without: what
 * cannot be kept is said, once.
 */
final class Profile implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How much a kill loses, at the most, of what is typed. */
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final @Nullable ProfileFile file;
    private final @Nullable ChatState before;
    private final Desk deskBefore;
    private final Consumer<String> notices;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "chat-state");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicBoolean due = new AtomicBoolean();

    private volatile @Nullable ChatClient client;
    private volatile @Nullable Desktop desktop;
    private @Nullable ChatState written;
    private @Nullable Desk deskWritten;
    private boolean troubled;

    private Profile(@Nullable ProfileFile file, @Nullable ChatState before, Desk deskBefore, Consumer<String> notices) {
        this.file = file;
        this.before = before;
        this.deskBefore = deskBefore;
        this.notices = notices;
    }

    /**
     * Opens the profile of a server and a name.
     *
     * @param state where profiles are, or null to keep none
     * @param options says which server and name
     * @param notices are told what a person should know. May be called from any thread
     */
    static Profile open(@Nullable StateFolder state, ChatOptions options, Consumer<String> notices) {
        if (state == null) {
            return new Profile(null, null, Desk.EMPTY, notices);
        }
        ProfileFile file;
        try {
            file = ProfileFile.open(state, options.servers().get(0), options.name(), options.credentials());
        } catch (IOException e) {
            notices.accept("positions are not kept: " + e);
            return new Profile(null, null, Desk.EMPTY, notices);
        }
        if (file == null) {
            notices.accept("another console is open under this name: this one does not know where you were, and keeps"
                    + " no positions");
            return new Profile(null, null, Desk.EMPTY, notices);
        }
        return new Profile(file, read(file, notices), readDesk(file, notices), notices);
    }

    private static @Nullable ChatState read(ProfileFile file, Consumer<String> notices) {
        try {
            ChatState state = file.read();
            if (state != null && !state.outbox().isEmpty()) {
                // So that no later console can use the ids of this one, even if it is killed at once.
                file.write(state);
            }
            return state;
        } catch (IOException e) {
            notices.accept("where you were is not known, " + file.path() + ": " + e.getMessage());
            return null;
        }
    }

    private static Desk readDesk(ProfileFile file, Consumer<String> notices) {
        try {
            return file.readDesk();
        } catch (IOException e) {
            notices.accept("your drafts are not known, " + file.deskPath() + ": " + e.getMessage());
            return Desk.EMPTY;
        }
    }

    /** The options that go on where the console was. */
    ChatOptions options(ChatOptions plain) {
        return before == null ? plain : plain.continuing(before);
    }

    /**
     * Goes back to the rooms in which the person was, in their order, opens those that are wanted, and sends what was not
     * acknowledged.
     *
     * @param wanted the rooms to open, in their order; they are to be in the first one in the end
     */
    void enter(Interpreter interpreter, List<RoomName> wanted) {
        Map<RoomName, Position> positions = before == null ? Map.of() : before.positions();
        List<Unacknowledged> outbox = before == null ? List.of() : before.outbox();
        Set<RoomName> rooms = new LinkedHashSet<>(deskBefore.rooms());
        rooms.addAll(wanted);
        rooms.addAll(new TreeSet<>(positions.keySet()));
        outbox.forEach(message -> rooms.add(message.room()));
        rooms.forEach(room -> interpreter.join(room, positions.get(room)));
        interpreter.join(wanted.get(0));
        interpreter.sendAgain(outbox);
    }

    /** Puts onto a desktop what lay there the last time. */
    void lay(Desktop empty) {
        empty.lay(deskBefore);
    }

    /** Keeps where this client is, and what lies on the desktop, from now on. */
    void keep(ChatClient newClient, Desktop newDesktop) {
        client = newClient;
        desktop = newDesktop;
        changed();
    }

    /** Something may have changed: it is written soon. Thread-safe; never waits. */
    void changed() {
        if (file != null && client != null && due.compareAndSet(false, true)) {
            try {
                var unused = writer.schedule(this::write, DELAY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Closed: what there was has been written.
            }
        }
    }

    /**
     * Writes what there is now, and returns when that is done.
     *
     * @return how many messages are kept that were not acknowledged, or -1 if it could not be written
     */
    int save() {
        if (file == null) {
            return -1;
        }
        try {
            return writer.submit(this::writeNow).get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Told where it happened.
        }
        return -1;
    }

    /** Keeps nothing any more, and lets another console have the profile. */
    @Override
    public void close() {
        writer.shutdownNow();
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }

    private void write() {
        // Before it is looked at: what changes from here on is written the next time.
        due.set(false);
        int unacknowledged = writeNow();
        if (unacknowledged > 0) {
            // What of it has been sent changes without a word.
            changed();
        }
    }

    /** Confined to the writer's thread. */
    private int writeNow() {
        ChatClient present = client;
        Desktop desk = desktop;
        if (present == null || desk == null || file == null) {
            return -1;
        }
        try {
            writeDesk(file, desk.desk());
            ChatState state = present.state().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!state.equals(written)) {
                file.write(state);
                written = state;
            }
            return state.outbox().size();
        } catch (IOException e) {
            if (!troubled) {
                troubled = true;
                notices.accept("positions cannot be kept: " + e);
            }
        } catch (TimeoutException e) {
            // A slow terminal holds it up.
            changed();
        } catch (ExecutionException e) {
            // The client has been closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }

    private void writeDesk(ProfileFile to, Desk desk) throws IOException {
        if (!desk.equals(deskWritten)) {
            to.writeDesk(desk);
            deskWritten = desk;
        }
    }
}
