// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a disk holds after a power failure, as far as POSIX says so and no better: of a file what was synced, and of the rest
 * anything from nothing to all; a name, new or removed, for sure only when its folder was synced, whatever became of the
 * file. File systems do better; a store that needs that would depend on the file system.
 */
final class Disk {

    /** A folder has no content but its names. */
    private static final DiskFile FOLDER = new DiskFile();

    private final Path root;
    private final Map<String, DiskFile> now = new HashMap<>();
    private final Map<String, DiskFile> durable = new TreeMap<>();
    private final List<Naming> pending = new ArrayList<>();

    /** A name that was given to a file, or taken away. */
    private record Naming(Call call, @Nullable DiskFile file) {}

    /** @param root an empty folder that is surely on the disk */
    Disk(Path root) {
        this.root = root;
    }

    /** A call has begun; a sync has returned. */
    void happened(Call call) {
        switch (call.kind()) {
            case MAKE_FOLDER -> named(call, FOLDER);
            case CREATE -> {
                if (!now.containsKey(call.path())) {
                    named(call, new DiskFile());
                }
            }
            case UNLINK -> {
                now.remove(call.path());
                pending.add(new Naming(call, null));
            }
            case WRITE, TRUNCATE -> file(call.path()).changed(call);
            case SYNC -> synced(call);
            case TELL -> {}
        }
    }

    private void named(Call call, DiskFile file) {
        now.put(call.path(), file);
        pending.add(new Naming(call, file));
    }

    private DiskFile file(String path) {
        DiskFile file = now.get(path);
        if (file == null) {
            throw new IllegalStateException(path + " was written and never made");
        }
        return file;
    }

    private void synced(Call sync) {
        DiskFile file = now.get(sync.path());
        if (file != null && file != FOLDER) {
            file.synced(sync);
            return;
        }
        Path folder = Path.of(sync.path());
        pending.removeIf(naming -> {
            boolean covered = folder.equals(Path.of(naming.call().path()).getParent())
                    && naming.call().end() < sync.begin();
            if (covered) {
                apply(naming, durable);
            }
            return covered;
        });
    }

    /** Writes what may be left into a folder that takes the place of the root. */
    void leave(Path place, Tear.Chance chance) throws IOException {
        Map<String, DiskFile> names = new TreeMap<>(durable);
        for (Naming naming : pending) {
            if (chance.ofNext().keeps(0)) {
                apply(naming, names);
            }
        }
        // Sorted: a folder comes before what is in it.
        for (Map.Entry<String, DiskFile> name : names.entrySet()) {
            Path file = place.resolve(root.relativize(Path.of(name.getKey())).toString());
            if (name.getValue() == FOLDER) {
                Files.createDirectories(file);
            } else if (Files.isDirectory(file.getParent())) {
                Files.write(file, name.getValue().after(chance).content());
            }
        }
    }

    private static void apply(Naming naming, Map<String, DiskFile> names) {
        DiskFile file = naming.file();
        if (file == null) {
            names.remove(naming.call().path());
        } else {
            names.put(naming.call().path(), file);
        }
    }
}
