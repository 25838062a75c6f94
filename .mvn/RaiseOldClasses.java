// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Raises the classes of a jar that are in the format of Java 5 to that of Java 8, which says beforehand what the verifier of
 * older ones finds out at each start (JVMS 4.10). Only such classes can be kept in an archive of what a start has to load; of
 * what we use, picocli's are older. Run by the build: {@code java -cp asm.jar RaiseOldClasses.java JAR}.
 */
final class RaiseOldClasses {

    /** The first format whose classes can carry frames, that of Java 6. */
    private static final int FIRST_WITH_FRAMES = 50;

    private RaiseOldClasses() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path raised = Path.of(args[0] + ".raised");
        int count = 0;
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(raised)))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith(".class") && format(content) < FIRST_WITH_FRAMES) {
                    content = raised(content, classes);
                    count++;
                }
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                to.putNextEntry(copy);
                to.write(content);
                to.closeEntry();
            }
        }
        Files.move(raised, jar, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(count + " classes raised");
    }

    /** The major version (JVMS 4.1). */
    private static int format(byte[] content) {
        return (content[6] & 0xff) << 8 | content[7] & 0xff;
    }

    private static byte[] raised(byte[] content, ClassLoader classes) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return classes;
            }
        };
        ClassVisitor raising = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int format, int access, String name, String signature, String parent, String[] interfaces) {
                super.visit(Opcodes.V1_8, access, name, signature, parent, interfaces);
            }
        };
        new ClassReader(content).accept(raising, 0);
        return writer.toByteArray();
    }
}
