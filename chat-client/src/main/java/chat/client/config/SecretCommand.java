// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import chat.protocol.message.Secret;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program that knows a secret, such as {@code pass}. No shell looks at the command; the program reads nothing, as the
 * input of this one is not for it, and what it says on standard error is shown.
 */
public final class SecretCommand {

    /** Long enough for a person who is asked to unlock something. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MAX_BYTES = 16 * 1024;

    private SecretCommand() {}

    /**
     * Runs it and takes the first line of what it prints.
     *
     * @param patience how long it may take; then it is ended, with what it has started
     * @throws ConfigException with words for a person, none of them from the output
     */
    public static Secret run(SecretSource.OfCommand source, Duration patience) throws ConfigException {
        List<String> command = source.command();
        String program = command.get(0);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new ConfigException(program + " cannot be run (" + e.getMessage() + ")");
        }
        try {
            CompletableFuture<byte[]> output = output(process.getInputStream());
            long deadline = System.nanoTime() + patience.toNanos();
            byte[] printed = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new ConfigException(program + " ended with code " + process.exitValue() + " (expected: 0)");
            }
            return firstLine(program, printed);
        } catch (TimeoutException e) {
            throw new ConfigException(program + " did not end within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new ConfigException(program + " cannot be read from (" + e.getCause() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException(program + " was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** All of it, so that the program is not ended by a broken pipe; but not more than a secret has is kept. */
    private static CompletableFuture<byte[]> output(InputStream from) {
        CompletableFuture<byte[]> output = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    ByteArrayOutputStream kept = new ByteArrayOutputStream();
                    byte[] buffer = new byte[1024];
                    try {
                        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                            kept.write(buffer, 0, Math.min(length, MAX_BYTES - kept.size()));
                        }
                        output.complete(kept.toByteArray());
                    } catch (IOException e) {
                        output.completeExceptionally(e);
                    }
                },
                "chat-secret");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    private static Secret firstLine(String program, byte[] printed) throws ConfigException {
        int end = 0;
        while (end < printed.length && printed[end] != '\n' && printed[end] != '\r') {
            end++;
        }
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(printed, 0, end))
                    .toString();
            if (line.isEmpty() || line.length() > Secret.MAX_LENGTH) {
                throw new ConfigException(program + " printed no usable first line (expected: 1 to " + Secret.MAX_LENGTH
                        + " characters)");
            }
            return new Secret(line);
        } catch (CharacterCodingException e) {
            throw new ConfigException(program + " printed something that is not in UTF-8");
        }
    }
}
