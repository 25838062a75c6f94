// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import chat.protocol.message.Credentials;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of small files that only their owner can read (0700, files 0600; where there are no such permissions, those of the
 * folder above). A file is replaced as a whole, so that nobody ever reads half of one. Thread-safe; all methods block.
 */
public final class StateFolder {

    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    /** @param path the folder, which is made when something is written */
    public StateFolder(Path path) {
        this.path = path;
    }

    /**
     * The folder of this user, as the XDG base directory specification has it.
     *
     * @param environment of the process: {@code XDG_STATE_HOME}, where it is set to an absolute path
     * @param home the user's home folder, for {@code .local/state} otherwise
     */
    public static StateFolder of(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("XDG_STATE_HOME", "");
        Path states =
                named.startsWith("/") ? Path.of(named) : home.resolve(".local").resolve("state");
        return new StateFolder(states.resolve("chat"));
    }

    /** A folder in this one. */
    StateFolder folder(String name) {
        return new StateFolder(path.resolve(name));
    }

    /** Where a file is, or would be. */
    Path file(String name) {
        return path.resolve(name);
    }

    /** Opens an empty file that only serves to be locked, and makes it if there is none. */
    FileChannel openForLock(String name) throws IOException {
        make();
        return FileChannel.open(
                file(name),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                path.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_FILE)}
                        : new FileAttribute<?>[0]);
    }

    /** What a file has, or null if there is none. */
    byte @Nullable [] read(String name) throws IOException {
        try {
            return Files.readAllBytes(file(name));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Writes a file, in place of the one that may be there. Of two who do so at once, the last one wins. */
    void replace(String name, byte[] content) throws IOException {
        Path made = written(content);
        try {
            Files.move(made, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /**
     * Writes a file if there is none. Of two who do so at once, the first one wins.
     *
     * @return false if there is one already
     */
    boolean create(String name, byte[] content) throws IOException {
        Path made = written(content);
        try {
            Files.createLink(file(name), made);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(made);
        }
    }

    /** Removes a file if there is one. */
    void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    /** Puts a file that makes no sense out of the way, over an earlier one, and says where it is now. */
    Path setAside(String name) throws IOException {
        Path aside = file(name + ".damaged");
        Files.move(file(name), aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    /** Removes all files that were written before a time. */
    void deleteOlderThan(Instant time) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(path)) {
            files = listed.toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : files) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    Files.deleteIfExists(file);
                }
            } catch (NoSuchFileException e) {
                // Another process cleans up too.
            }
        }
    }

    /** Makes the folder, for its owner only, also if it was there with other permissions. */
    void make() throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_FOLDER)}
                : new FileAttribute<?>[0];
        Files.createDirectories(path, ownerOnly);
        if (posix && !Files.getPosixFilePermissions(path).equals(OWNER_FOLDER)) {
            Files.setPosixFilePermissions(path, OWNER_FOLDER);
        }
    }

    /** Parts for {@link #hash} that keep what belongs to an account apart; none for a guest. */
    static String[] owner(@Nullable Credentials credentials) {
        if (credentials instanceof Credentials.OfAccount account) {
            return new String[] {"account", account.account().value().toLowerCase(Locale.ROOT)};
        }
        return credentials instanceof Credentials.OfBot bot
                ? new String[] {"token", hash(bot.token().reveal())}
                : new String[0];
    }

    /** A name for a file, always the same for the same parts, which cannot be read from it. */
    static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                // A byte that UTF-8 does not have: "a", "bc" is something else than "ab", "c".
                digest.update((byte) 0xff);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Path written(byte[] content) throws IOException {
        make();
        // Files.createTempFile gives it to the owner only where there are permissions, and in any case a name of its
        // own.
        Path made = Files.createTempFile(path, ".", ".new");
        boolean done = false;
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(made, OWNER_FILE);
            }
            Files.write(made, content);
            done = true;
            return made;
        } finally {
            if (!done) {
                Files.deleteIfExists(made);
            }
        }
    }
}
