// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import chat.client.ServerAddress;
import chat.client.tls.CertificatePins;
import chat.client.tls.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Trusts the certificate that a server has shown first, and no other after that, as SSH does. The file {@code
 * known-servers} has a line for each server, its address and the fingerprint, and may be edited by hand. Thread-safe; blocks.
 */
public final class KnownServers implements CertificatePins {

    private static final String FILE = "known-servers";
    private static final String LOCK = "known-servers.lock";

    private final StateFolder folder;
    private final Consumer<String> notices;

    /**
     * @param folder where the file is
     * @param notices is told, in words for a person, what is trusted from now on
     */
    public KnownServers(StateFolder folder, Consumer<String> notices) {
        this.folder = folder;
        this.notices = notices;
    }

    /** One at a time: a lock on a file is of the process, which may make several connections at once. */
    @Override
    public synchronized void check(ServerAddress server, Fingerprint fingerprint) throws CertificateException {
        try (FileChannel channel = folder.openForLock(LOCK);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            List<String> lines = lines();
            for (int i = 0; i < lines.size(); i++) {
                String[] words = lines.get(i).strip().split("\\s+", 2);
                if (words.length == 2 && words[0].equals(name(server))) {
                    compare(server, fingerprint, words[1], i + 1);
                    return;
                }
            }
            lines.add(name(server) + " " + fingerprint);
            folder.replace(FILE, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            notices.accept("the certificate of " + server + " is new to this account and trusted from now on: "
                    + fingerprint + " (kept in " + folder.file(FILE) + ")");
        } catch (IOException e) {
            throw new CertificateException(
                    folder.file(FILE) + ", which says what to trust, cannot be read or written (" + e + ")", e);
        }
    }

    private void compare(ServerAddress server, Fingerprint fingerprint, String kept, int line)
            throws CertificateException {
        String where = folder.file(FILE) + " line " + line;
        Fingerprint expected;
        try {
            expected = Fingerprint.parse(kept);
        } catch (IllegalArgumentException e) {
            throw new CertificateException(where + " cannot be read: " + e.getMessage(), e);
        }
        if (!expected.equals(fingerprint)) {
            throw new CertificateException("IT HAS CHANGED. Either " + server + " has a new certificate, or somebody is"
                    + " between you and it and reads along. It was " + expected + ". If whoever runs the server says"
                    + " that the new fingerprint is theirs, remove " + where + ", and connect again");
        }
    }

    private List<String> lines() throws IOException {
        byte[] content = folder.read(FILE);
        return content == null
                ? new ArrayList<>()
                : new ArrayList<>(
                        new String(content, StandardCharsets.UTF_8).lines().toList());
    }

    private static String name(ServerAddress server) {
        return server.toString().toLowerCase(Locale.ROOT);
    }
}
