// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import chat.client.ChatState;
import chat.client.ServerAddress;
import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Credentials;
import chat.protocol.message.ProducerId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file in which a console keeps where it was on one server under one name. Locked while it is open: of two consoles only
 * one may have the positions, and certainly only one the ids of messages. Thread-safe; blocks.
 */
public final class ProfileFile implements AutoCloseable {

    /** The highest id that a message may have, less what a run may use of them. */
    static final long MAX_ID = ClientMessageId.MAX_COUNTER - 2 * ProfileFile.IDS_OF_A_RUN;

    /**
     * How many ids are left out for what a run may send after the file was written last. Many more than that can be in a
     * second: an id that is used twice would make the server take the second message for the first.
     */
    static final long IDS_OF_A_RUN = 1 << 20;

    private static final int MAX_LABEL = 64;
    private static final String SUFFIX = ".json";

    private final StateFolder folder;
    private final String name;
    private final FileChannel channel;
    private final ProfileText text = new ProfileText();
    private final DeskText deskText = new DeskText();

    private ProfileFile(StateFolder folder, String name, FileChannel channel) {
        this.folder = folder;
        this.name = name;
        this.channel = channel;
    }

    /**
     * Opens the file, which need not be there yet.
     *
     * @param wanted the name that the person wants on that server, or null for one that the server gives
     * @param credentials what they sign in with, or null for a guest; then the name that is wanted counts for nothing
     * @return null if another console has it open
     * @throws IOException if the folder or the lock cannot be made
     */
    public static @Nullable ProfileFile open(
            StateFolder state, ServerAddress server, @Nullable AccountName wanted, @Nullable Credentials credentials)
            throws IOException {
        StateFolder folder = state.folder("console");
        String name = name(server, credentials == null ? wanted : null, credentials);
        FileChannel channel = folder.openForLock(name + ".lock");
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException e) {
            // Another console of this very process: only tests have that.
            locked = false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? new ProfileFile(folder, name, channel) : null;
    }

    /** What was written last, or null if nothing was. Ids of messages may be used again from here, but for those kept. */
    public @Nullable ChatState read() throws DamagedProfileException, IOException {
        byte[] content = folder.read(name);
        if (content == null) {
            return null;
        }
        try {
            ChatState state = text.read(content);
            // With nothing left to send there is no reason to go on with ids, and every reason not to: the file may be
            // an
            // older copy that somebody put back.
            return state.outbox().isEmpty()
                    ? new ChatState(ProducerId.random(), 1, state.resume(), state.positions(), state.outbox())
                    : state;
        } catch (IOException e) {
            throw damaged(name, e);
        }
    }

    /**
     * What the person had before them, {@link Desk#EMPTY} if nothing was written. In a file of its own, as it changes with
     * every key, and as damage to it must not take the positions along.
     */
    public Desk readDesk() throws DamagedProfileException, IOException {
        byte[] content = folder.read(desk());
        if (content == null) {
            return Desk.EMPTY;
        }
        try {
            return deskText.read(content);
        } catch (IOException e) {
            throw damaged(desk(), e);
        }
    }

    /** Writes what the person has before them in place of what they had. */
    public void writeDesk(Desk desk) throws IOException {
        folder.replace(desk(), deskText.write(desk));
    }

    /** Writes a state in place of the one before. */
    public void write(ChatState state) throws IOException {
        ChatState reserved = new ChatState(
                state.producer(),
                Math.min(state.nextId() + IDS_OF_A_RUN, MAX_ID),
                state.resume(),
                state.positions(),
                state.outbox());
        folder.replace(name, text.write(reserved));
    }

    /** Where the file is, or would be. */
    public Path path() {
        return folder.file(name);
    }

    /** Where the file with the {@link Desk} is, or would be. */
    public Path deskPath() {
        return folder.file(desk());
    }

    private String desk() {
        return name.substring(0, name.length() - SUFFIX.length()) + ".desk";
    }

    private DamagedProfileException damaged(String file, IOException cause) throws IOException {
        Path aside = folder.setAside(file);
        return new DamagedProfileException(
                "it is damaged (" + cause.getMessage() + "), and is " + aside + " now", cause);
    }

    /** Lets other consoles have it. */
    @Override
    public void close() throws IOException {
        // Not deleted: whoever has opened it meanwhile would lock a file that is not there any more.
        channel.close();
    }

    /** A person finds it by its beginning; what distinguishes it is the hash. */
    private static String name(ServerAddress server, @Nullable AccountName wanted, @Nullable Credentials credentials) {
        String label = server + (wanted == null ? "" : "_" + wanted) + label(credentials);
        String plain = label.replaceAll("[^A-Za-z0-9._-]", "_");
        String server0 = server.toString().toLowerCase(Locale.ROOT);
        String folded = wanted == null ? "" : wanted.value().toLowerCase(Locale.ROOT);
        Stream<String> parts =
                Stream.concat(Stream.of("chat console", server0, folded), Stream.of(StateFolder.owner(credentials)));
        String hash = StateFolder.hash(parts.toArray(String[]::new)).substring(0, 16);
        return plain.substring(0, Math.min(plain.length(), MAX_LABEL)).toLowerCase(Locale.ROOT) + "-" + hash + SUFFIX;
    }

    private static String label(@Nullable Credentials credentials) {
        if (credentials instanceof Credentials.OfAccount account) {
            return "_account_" + account.account();
        }
        return credentials == null ? "" : "_token";
    }

    /** What the file has makes no sense; it has been put out of the way. */
    public static final class DamagedProfileException extends IOException {
        private static final long serialVersionUID = 1L;

        private DamagedProfileException(String message, IOException cause) {
            super(message, cause);
        }
    }
}
