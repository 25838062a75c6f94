// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import chat.client.ServerAddress;
import chat.client.config.ConfigReader.Section;
import chat.client.config.ConfigReader.Value;
import chat.client.tls.Fingerprint;
import chat.protocol.message.AccountName;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes profiles of what stands in a configuration, and says what makes no sense. */
final class ProfileBuilder {

    /** What a shell would do something about: here it would be an argument as it is. */
    private static final String FOR_A_SHELL = "\"'\\`$|&;<>(){}*?~#";

    private final Path file;
    private final Path home;
    private final List<String> problems;

    /**
     * @param file where it stands; other paths are relative to its folder
     * @param problems takes a line for each thing that is wrong
     */
    ProfileBuilder(Path file, Path home, List<String> problems) {
        this.file = file;
        this.home = home;
        this.problems = problems;
    }

    /** The profiles that make sense, and which of them is the one without a name. */
    ConfigFile build(ConfigReader reader) {
        Map<String, ServerProfile> profiles = new LinkedHashMap<>();
        reader.sections().forEach((name, section) -> {
            ServerProfile profile = new One(name, section).build();
            if (profile != null) {
                profiles.put(name, profile);
            }
        });
        Value standard = reader.standard();
        if (standard == null) {
            return new ConfigFile(null, profiles);
        }
        String name = standard.texts().size() == 1 ? standard.texts().get(0) : "";
        if (!reader.sections().containsKey(name)) {
            problem(
                    standard.line(),
                    "default: there is no profile '" + name + "' (expected: one of "
                            + String.join(", ", reader.sections().keySet()) + ")");
        }
        return new ConfigFile(name, profiles);
    }

    private void problem(int line, String message) {
        problems.add(file + ":" + line + ": " + message);
    }

    /** One profile. */
    private final class One {

        private final String name;
        private final Section section;

        private One(String name, Section section) {
            this.name = name;
            this.section = section;
        }

        private @Nullable ServerProfile build() {
            ServerAddress server = value(ProfileKey.SERVER, ServerAddress::parse);
            if (server == null && !section.values().containsKey(ProfileKey.SERVER)) {
                wrong(section.line(), "", "no server (expected: server: HOST:PORT)");
            }
            AccountName account = value(ProfileKey.ACCOUNT, AccountName::new);
            SecretSource password =
                    secret(ProfileKey.PASSWORD_FILE, ProfileKey.PASSWORD_VARIABLE, ProfileKey.PASSWORD_COMMAND);
            SecretSource token = secret(ProfileKey.TOKEN_FILE, ProfileKey.TOKEN_VARIABLE, ProfileKey.TOKEN_COMMAND);
            if (password != null && !section.values().containsKey(ProfileKey.ACCOUNT)) {
                wrong(section.line(), "", "a password of which account? (expected: account)");
            }
            if (account != null && token != null) {
                wrong(section.line(), "", "an account and a token (expected: one)");
            }
            AccountName nick = value(ProfileKey.NAME, AccountName::new);
            List<RoomName> rooms = rooms();
            ServerProfile.Encryption encryption = encryption();
            return server == null
                    ? null
                    : new ServerProfile(name, server, nick, account, rooms, encryption, password, token);
        }

        private List<RoomName> rooms() {
            onlyOne(ProfileKey.ROOM, ProfileKey.ROOMS);
            RoomName one = value(ProfileKey.ROOM, One::room);
            List<RoomName> rooms = new ArrayList<>(one == null ? List.of() : List.of(one));
            Value several = section.values().get(ProfileKey.ROOMS);
            if (several != null) {
                List<String> texts = several.texts().isEmpty() ? List.of("") : several.texts();
                for (String text : texts) {
                    RoomName room = read(ProfileKey.ROOMS, several.line(), text, One::room);
                    if (room != null && rooms.contains(room)) {
                        wrong(several.line(), "." + ProfileKey.ROOMS.text(), room + " again (expected: once)");
                    } else if (room != null) {
                        rooms.add(room);
                    }
                }
            }
            return rooms;
        }

        private static RoomName room(String text) {
            // As on the command line.
            return new RoomName(text.startsWith("#") ? text : "#" + text);
        }

        private ServerProfile.Encryption encryption() {
            onlyOne(ProfileKey.CA, ProfileKey.FINGERPRINT, ProfileKey.TRUST_ON_FIRST_USE);
            return new ServerProfile.Encryption(
                    Boolean.TRUE.equals(value(ProfileKey.TLS, One::truth)),
                    value(ProfileKey.CA, this::path),
                    value(ProfileKey.FINGERPRINT, Fingerprint::parse),
                    Boolean.TRUE.equals(value(ProfileKey.TRUST_ON_FIRST_USE, One::truth)));
        }

        private @Nullable SecretSource secret(ProfileKey inFile, ProfileKey inVariable, ProfileKey ofCommand) {
            onlyOne(inFile, inVariable, ofCommand);
            Path path = value(inFile, this::path);
            String variable = value(inVariable, text -> text);
            Value command = section.values().get(ofCommand);
            if (path != null) {
                return new SecretSource.OfFile(path);
            } else if (variable != null) {
                return new SecretSource.OfVariable(variable);
            }
            return command == null ? null : command(ofCommand, command);
        }

        private @Nullable SecretSource command(ProfileKey key, Value value) {
            List<String> words = value.list()
                    ? value.texts()
                    : Arrays.stream(value.texts().get(0).split("\\s+"))
                            .filter(word -> !word.isEmpty())
                            .toList();
            boolean shell = !value.list()
                    && value.texts().get(0).chars().anyMatch(character -> FOR_A_SHELL.indexOf(character) >= 0);
            if (words.isEmpty() || words.get(0).isEmpty()) {
                wrong(value.line(), "." + key.text(), "empty (expected: " + key.expected() + ")");
                return null;
            } else if (shell) {
                wrong(
                        value.line(),
                        "." + key.text(),
                        "has quotes or other signs that only a shell understands, and no shell looks at it (expected: a"
                                + " list of the program and its arguments, which can be [sh, -c, ...])");
                return null;
            }
            return new SecretSource.OfCommand(words);
        }

        private void onlyOne(ProfileKey... keys) {
            List<ProfileKey> there =
                    Stream.of(keys).filter(section.values()::containsKey).toList();
            if (there.size() > 1) {
                String names =
                        String.join(", ", there.stream().map(ProfileKey::text).toList());
                wrong(section.line(), "", names + ": more than one (expected: one)");
            }
        }

        /** The value of a key, or null if it is not there, or makes no sense. */
        private <T> @Nullable T value(ProfileKey key, Function<String, T> reading) {
            Value value = section.values().get(key);
            return value == null ? null : read(key, value.line(), value.texts().get(0), reading);
        }

        private <T> @Nullable T read(ProfileKey key, int line, String text, Function<String, T> reading) {
            String reason = text.isEmpty() ? "empty" : "";
            if (reason.isEmpty()) {
                try {
                    return reading.apply(text);
                } catch (RejectedException e) {
                    reason = e.reason();
                } catch (IllegalArgumentException e) {
                    reason = String.valueOf(e.getMessage());
                }
            }
            String expected = reason.contains("(expected: ") ? "" : " (expected: " + key.expected() + ")";
            wrong(line, "." + key.text(), reason + expected);
            return null;
        }

        private Path path(String text) {
            Path folder = file.toAbsolutePath().getParent();
            Path path = text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
            return folder == null ? path : folder.resolve(path);
        }

        private static Boolean truth(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("'" + text + "'");
            };
        }

        private void wrong(int line, String key, String message) {
            problem(line, "profiles." + name + key + ": " + message);
        }
    }
}
