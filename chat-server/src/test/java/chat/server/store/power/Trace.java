// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import chat.server.store.power.Call.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what strace(1) wrote with {@code -f -y -xx}. Everything that touches the database must be understood: what is not
 * ends the reading, as a call that is overlooked would make the disk better or worse than it was.
 */
final class Trace {

    /** The calls to trace; reading is not among them. */
    static final String CALLS =
            "open,openat,creat,mkdir,mkdirat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,"
                    + "fallocate,fsync,fdatasync,sync_file_range,msync,unlink,unlinkat,rename,renameat,renameat2,link,linkat,"
                    + "copy_file_range,sendfile,mmap";

    private static final String UNFINISHED = " <unfinished ...>";
    private static final String RESUMED = " resumed>";
    private static final String DATABASE = "chat.db";
    /** In memory only; SQLite makes it anew. */
    private static final String SHARED_MEMORY = "-shm";

    private final Path folder;
    private final Path told;
    private final List<Call> calls = new ArrayList<>();
    private int position;

    /** A call whose return is still to come. */
    private record Open(String text, int begin) {}

    /**
     * @param folder the data folder
     * @param told the file of what was told
     */
    Trace(Path folder, Path told) {
        this.folder = folder;
        this.told = told;
    }

    /** Reads the trace of a process; that of a later one over the same folder goes on behind it. */
    Trace read(Path file) throws IOException {
        Map<String, Open> open = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                position++;
                int space = line.indexOf(' ');
                line(line.substring(0, space), line.substring(space).strip(), open);
            }
        }
        // The process is dead: what it had begun is done by now or never will be, and a sync is not.
        position++;
        open.values().forEach(call -> add(call.text + ") = ?", call.begin, position));
        calls.sort(Comparator.comparingInt(Call::begin));
        return this;
    }

    List<Call> calls() {
        return calls;
    }

    /** The last place in the trace so far. */
    int position() {
        return position;
    }

    private void line(String thread, String text, Map<String, Open> open) {
        if (text.startsWith("+++") || text.startsWith("---")) {
            return;
        }
        if (text.endsWith(UNFINISHED)) {
            open.put(thread, new Open(text.substring(0, text.length() - UNFINISHED.length()), position));
        } else if (text.startsWith("<... ")) {
            Open call = open.remove(thread);
            if (call != null) {
                add(call.text + text.substring(text.indexOf(RESUMED) + RESUMED.length()), call.begin, position);
            }
        } else {
            add(text, position, position);
        }
    }

    private void add(String text, int begin, int end) {
        int arguments = text.indexOf('(');
        int result = text.lastIndexOf(" = ");
        String returned = text.substring(result + 3).strip();
        if (returned.startsWith("-1 ")) {
            return;
        }
        String name = text.substring(0, arguments);
        String[] args =
                text.substring(arguments + 1, text.lastIndexOf(')', result)).split(", ");
        Call call = call(name, args, returned, begin, returned.startsWith("?") ? position : end);
        if (call != null) {
            calls.add(call);
        }
    }

    private @Nullable Call call(String name, String[] args, String returned, int begin, int end) {
        boolean byDescriptor = args[0].matches("\\d+<.*>");
        String path = switch (name) {
            case "mkdir", "unlink" -> unquoted(args[0]);
            case "openat" -> pathIn(returned);
            case "mmap" -> pathIn(args[4]);
            default -> byDescriptor ? pathIn(args[0]) : text(String.join(" ", args));
        };
        if (path.equals(told.toString())) {
            return name.equals("write") ? new Call(Kind.TELL, "", 0, data(args[1], args[2]), begin, end) : null;
        }
        if (!isRelevant(path)) {
            return null;
        }
        return switch (name) {
            case "mkdir" -> new Call(Kind.MAKE_FOLDER, path, 0, new byte[0], begin, end);
            case "openat" -> opened(path, args[2], begin, end);
            case "pwrite64" -> new Call(Kind.WRITE, path, Long.parseLong(args[3]), written(args, returned), begin, end);
            case "ftruncate" -> new Call(Kind.TRUNCATE, path, Long.parseLong(args[1]), new byte[0], begin, end);
            case "fsync", "fdatasync" ->
                new Call(Kind.SYNC, path, 0, new byte[0], begin, returned.equals("0") ? end : Call.NEVER);
            case "unlink" -> new Call(Kind.UNLINK, path, 0, new byte[0], begin, end);
            case "mmap" -> {
                if (args[2].contains("PROT_WRITE") && args[3].contains("MAP_SHARED")) {
                    throw new IllegalStateException("written through memory: " + path);
                }
                yield null;
            }
            default -> throw new IllegalStateException("a call that is not understood: " + name + " " + path);
        };
    }

    private static @Nullable Call opened(String path, String flags, int begin, int end) {
        if (flags.contains("O_TRUNC")) {
            throw new IllegalStateException("truncated as it is opened: " + path);
        }
        return flags.contains("O_CREAT") ? new Call(Kind.CREATE, path, 0, new byte[0], begin, end) : null;
    }

    /** Whether a path is the data folder, one above it that a store may have to sync, or a file of the database. */
    private boolean isRelevant(String path) {
        Path file = Path.of(path);
        if (folder.startsWith(file)) {
            return true;
        }
        String name = file.getFileName().toString();
        return folder.equals(file.getParent()) && name.startsWith(DATABASE) && !name.endsWith(SHARED_MEMORY);
    }

    private static byte[] written(String[] args, String returned) {
        byte[] data = data(args[1], args[2]);
        return returned.startsWith("?") ? data : Arrays.copyOf(data, Integer.parseInt(returned));
    }

    private static byte[] data(String quoted, String length) {
        byte[] data = unquoted(quoted).getBytes(StandardCharsets.ISO_8859_1);
        if (data.length != Long.parseLong(length)) {
            throw new IllegalStateException("strace has cut data: " + data.length + " of " + length + " bytes");
        }
        return data;
    }

    /** The path of {@code 17<path>}, or of nothing if there is none. */
    private static String pathIn(String descriptor) {
        int begin = descriptor.indexOf('<');
        return begin < 0 ? "/" : text(descriptor.substring(begin + 1, descriptor.lastIndexOf('>')));
    }

    private static String unquoted(String quoted) {
        return text(quoted.substring(quoted.indexOf('"') + 1, quoted.lastIndexOf('"')));
    }

    /** Undoes {@code -xx}; a character is a byte. */
    private static String text(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length() / 4);
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\' && i + 3 < escaped.length() && escaped.charAt(i + 1) == 'x') {
                text.append((char) Integer.parseInt(escaped, i + 2, i + 4, 16));
                i += 3;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
