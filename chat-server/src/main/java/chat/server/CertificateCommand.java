// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.tls.Fingerprints;
import chat.server.tls.SelfSigned;
import chat.server.tls.TlsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a certificate for trying out. */
@Command(
        name = "certificate",
        description = "Makes a certificate that vouches for itself and its key, for trying out or for clients that pin"
                + " its fingerprint.")
final class CertificateCommand implements Callable<Integer> {

    static final String CERTIFICATE_FILE = "certificate.pem";
    static final String KEY_FILE = "key.pem";

    private static final int MAX_DAYS = 36_500;
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--host",
            arity = "1..*",
            required = true,
            paramLabel = "NAME",
            description = "The names and addresses that clients connect to.")
    private List<String> hosts = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "How long it is good for (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder for " + CERTIFICATE_FILE + " and " + KEY_FILE + " (default: this one).")
    private Path folder;

    @Option(names = "--force", description = "Replaces the files if they exist.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        check();
        Path certificate = folder.resolve(CERTIFICATE_FILE);
        Path key = folder.resolve(KEY_FILE);
        PrintWriter err = spec.commandLine().getErr();
        for (Path file : List.of(certificate, key)) {
            if (!force && Files.exists(file)) {
                err.println(file + " exists (expected: another folder, or --force to replace it)");
                return FAILED;
            }
        }
        try {
            SelfSigned made = SelfSigned.of(hosts, days);
            Files.createDirectories(folder);
            write(key, made.keyText(), "rw-------");
            write(certificate, made.certificateText(), "rw-r--r--");
            tell(certificate, key, made);
            return 0;
        } catch (TlsException e) {
            err.println(e.getMessage());
        } catch (FileSystemException e) {
            err.println("--out: " + folder + " cannot be written to (" + e + ")");
        }
        return FAILED;
    }

    private void check() {
        for (String host : hosts) {
            if (!SelfSigned.isHost(host)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--host: " + host + " (expected: a host name or address)");
            }
        }
        if (days < 1 || days > MAX_DAYS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--days: " + days + " (expected: 1 to " + MAX_DAYS + ")");
        }
    }

    /** As a whole and with its permissions from the beginning, as the server may be looking. */
    private void write(Path file, String text, String permissions) throws IOException {
        // For its owner only, where there are such permissions.
        Path made = Files.createTempFile(folder, ".", ".new");
        try {
            if (Files.getFileStore(made).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
            }
            Files.writeString(made, text);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private void tell(Path certificate, Path key, SelfSigned made) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("tls.certificate: " + certificate.toAbsolutePath().normalize());
        out.println("tls.key: " + key.toAbsolutePath().normalize());
        out.println("for " + String.join(", ", hosts) + ", until "
                + made.certificate().getNotAfter().toInstant());
        out.println("fingerprint: " + Fingerprints.sha256(made.certificate()));
        out.flush();
    }
}
