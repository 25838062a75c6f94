// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ChatClient;
import chat.client.ChatOptions;
import chat.client.ChatState;
import chat.client.Unacknowledged;
import chat.client.state.ProfileFile;
import chat.client.state.StateFolder;
import chat.protocol.message.Position;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a console was when it was closed, and where it is now: read at the start, written by a thread of its own at most once
 * a second while something changes, and at the end. A console works as well without: what cannot be kept is said, once.
 */
final class Profile implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final @Nullable ProfileFile file;
    private final @Nullable ChatState before;
    private final Consumer<String> notices;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "chat-state");
        thread.setDaemon(true);
        return thread;
    });

    private volatile @Nullable ChatClient client;
    private @Nullable ChatState written;
    private boolean troubled;

    private Profile(@Nullable ProfileFile file, @Nullable ChatState before, Consumer<String> notices) {
        this.file = file;
        this.before = before;
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
            return new Profile(null, null, notices);
        }
        ProfileFile file;
        try {
            file = ProfileFile.open(state, options.servers().get(0), options.name(), options.credentials());
        } catch (IOException e) {
            notices.accept("positions are not kept: " + e);
            return new Profile(null, null, notices);
        }
        if (file == null) {
            notices.accept("another console is open under this name: this one does not know where you were, and keeps"
                    + " no positions");
            return new Profile(null, null, notices);
        }
        return new Profile(file, read(file, notices), notices);
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

    /** The options that go on where the console was. */
    ChatOptions options(ChatOptions plain) {
        return before == null ? plain : plain.continuing(before);
    }

    /**
     * Goes back to the rooms in which the person was, and sends what was not acknowledged.
     *
     * @param room where they are to be in the end
     */
    void enter(Interpreter interpreter, RoomName room) {
        Map<RoomName, Position> positions = before == null ? Map.of() : before.positions();
        List<Unacknowledged> outbox = before == null ? List.of() : before.outbox();
        Set<RoomName> rooms = new TreeSet<>(positions.keySet());
        outbox.forEach(message -> rooms.add(message.room()));
        rooms.remove(room);
        rooms.forEach(other -> interpreter.join(other, positions.get(other)));
        interpreter.join(room, positions.get(room));
        interpreter.sendAgain(outbox);
    }

    /** Keeps where this client is from now on. */
    void keep(ChatClient newClient) {
        client = newClient;
        if (file != null) {
            var unused = writer.scheduleWithFixedDelay(this::write, 1, 1, TimeUnit.SECONDS);
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
        var unused = writeNow();
    }

    /** Confined to the writer's thread. */
    private int writeNow() {
        ChatClient present = client;
        if (present == null || file == null) {
            return -1;
        }
        try {
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
        } catch (ExecutionException | TimeoutException e) {
            // The client has been closed, or a slow terminal holds it up: the next time will do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }
}
