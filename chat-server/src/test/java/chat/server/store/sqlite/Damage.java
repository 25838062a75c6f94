// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a bad disk or a careless person does to the file of a database that nobody has open. */
enum Damage {
    /** The file begins with something else. */
    HEADER(true) {
        @Override
        void to(RandomAccessFile file) throws IOException {
            overwrite(file, 0, 100);
        }
    },
    /** The table of tables is gone. */
    SCHEMA_PAGE(true) {
        @Override
        void to(RandomAccessFile file) throws IOException {
            overwrite(file, 100, PAGE - 100);
        }
    },
    /** The root of a table is not a page of a tree any more: the rooms. */
    ROOM_PAGE(true) {
        @Override
        void to(RandomAccessFile file) throws IOException {
            overwrite(file, PAGE * 2, PAGE);
        }
    },
    /** The last half of the file is missing. */
    CUT(true) {
        @Override
        void to(RandomAccessFile file) throws IOException {
            file.setLength(file.length() / 2);
        }
    },
    /** A page in the middle of the entries: a server starts, and notices when it reads there. */
    ENTRY_PAGE(false) {
        @Override
        void to(RandomAccessFile file) throws IOException {
            overwrite(file, file.length() / PAGE / 2 * PAGE, PAGE);
        }
    };

    private static final int PAGE = 4096;

    private final boolean isSeenAtStart;

    Damage(boolean isSeenAtStart) {
        this.isSeenAtStart = isSeenAtStart;
    }

    boolean isSeenAtStart() {
        return isSeenAtStart;
    }

    void to(Path path) throws IOException {
        byte[] before = Files.readAllBytes(path);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            to(file);
        }
        if (Arrays.equals(before, Files.readAllBytes(path))) {
            throw new AssertionError("nothing was damaged");
        }
    }

    abstract void to(RandomAccessFile file) throws IOException;

    private static void overwrite(RandomAccessFile file, long from, int count) throws IOException {
        byte[] garbage = new byte[count];
        Arrays.fill(garbage, (byte) 0xA5);
        file.seek(from);
        file.write(garbage);
    }
}
