// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The profiles that a person has written down.
 *
 * @param standard the name of the one to use where none is asked for, or null
 * @param profiles by their names
 */
public record ConfigFile(@Nullable String standard, Map<String, ServerProfile> profiles) {

    /** Keeps a copy. */
    public ConfigFile {
        profiles = new TreeMap<>(profiles);
    }

    /**
     * Where it is, as the XDG base directory specification has it.
     *
     * @param environment of the process: {@code XDG_CONFIG_HOME}, where it is set to an absolute path
     * @param home the user's home folder, for {@code .config} otherwise
     */
    public static Path path(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = named.startsWith("/") ? Path.of(named) : home.resolve(".config");
        return folder.resolve("chat").resolve("config.yaml");
    }

    /**
     * Reads it. A file that is not there has no profiles.
     *
     * @param home the user's home folder, for paths that begin with {@code ~/}
     * @throws ConfigException if anything in it makes no sense, with all that is wrong
     */
    public static ConfigFile read(Path file, Path home) throws ConfigException {
        try {
            String content = Files.readString(file);
            if (othersCanWrite(file)) {
                // It names programs to run, and the server that gets the password.
                throw new ConfigException(file + ": everybody can write it (try: chmod go-w " + file + ")");
            }
            List<String> problems = new ArrayList<>();
            ConfigReader reader = new ConfigReader(file, problems);
            reader.read(content);
            ConfigFile config = new ProfileBuilder(file, home, problems).build(reader);
            if (!problems.isEmpty()) {
                throw new ConfigException(problems);
            }
            return config;
        } catch (NoSuchFileException e) {
            return new ConfigFile(null, Map.of());
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": not a text in UTF-8");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + ")");
        }
    }

    private static boolean othersCanWrite(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE);
    }
}
