// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import chat.client.ChatOptions;
import chat.client.ServerAddress;
import chat.protocol.message.Credentials;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who sends under a key that a person chose: the same sender and the same producer in every process of this user that sends
 * under it to the same room of the same server, so that the server recognises what it has been sent before.
 *
 * <p>The producer is computed from the key. The sender is whoever the server took the first process for; what proves it is
 * kept in a file, which also says that there may have been an attempt. The first proof stays: a later one would be worth 7
 * days from then on, longer than the server remembers what came with the first. Thread-safe; blocks.
 */
public final class KeyedSender {

    /** How long a file lies there: well beyond the 7 days of the proof, as it tells that the key has been used. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final int MAX_PROOF_LENGTH = 512;
    private static final String SUFFIX = ".proof";

    private final StateFolder folder;
    private final String file;
    private final ProducerId producer;
    private final Clock clock;

    /**
     * @param credentials what is signed in with, or null for a guest; what one of them sends under a key is not the other's
     * @param key anything; only a hash of it is kept
     */
    public KeyedSender(
            StateFolder state,
            ServerAddress server,
            @Nullable Credentials credentials,
            RoomName room,
            String key,
            Clock clock) {
        this.folder = state.folder("send");
        Stream<String> parts = Stream.concat(
                Stream.of("chat send proof", lowerCase(server.toString()), room.value(), key),
                Stream.of(StateFolder.owner(credentials)));
        this.file = StateFolder.hash(parts.toArray(String[]::new)) + SUFFIX;
        this.producer = new ProducerId(StateFolder.hash("chat send --id", room.value(), key));
        this.clock = clock;
    }

    /**
     * The options for a conversation as this sender.
     *
     * @throws IOException with a message for a person if the proof of an earlier process cannot be read
     */
    public ChatOptions options(ChatOptions plain) throws IOException {
        return plain.withProducer(producer, 1).withResume(proof()).withOnlyAsBefore();
    }

    /**
     * Keeps what proves who the sender is. To be done before the first message leaves.
     *
     * @return false if another process was faster: then there is a proof of somebody else, who is the sender
     */
    public boolean keep(String proof) throws IOException {
        folder.deleteOlderThan(clock.instant().minus(KEPT));
        return folder.create(file, proof.getBytes(StandardCharsets.US_ASCII));
    }

    /** Forgets that there was an attempt. */
    public void forget() throws IOException {
        folder.delete(file);
    }

    private @Nullable String proof() throws IOException {
        byte[] content = folder.read(file);
        if (content == null) {
            return null;
        }
        String proof = new String(content, StandardCharsets.US_ASCII);
        boolean sane = !proof.isEmpty()
                && proof.length() <= MAX_PROOF_LENGTH
                && proof.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!sane) {
            throw new IOException(folder.file(file) + " is damaged");
        }
        return proof;
    }

    private static String lowerCase(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
