// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file: what the disk surely has of it, and what it may have. */
final class DiskFile {

    private final List<Call> pending = new ArrayList<>();
    private byte[] bytes = new byte[1 << 16];
    private int size;

    DiskFile() {}

    private DiskFile(DiskFile other) {
        this.bytes = Arrays.copyOf(other.bytes, other.size);
        this.size = other.size;
    }

    /** It was written or cut, which may reach the disk at any time. */
    void changed(Call call) {
        pending.add(call);
    }

    /** What had returned when a sync began is on the disk when that has returned. */
    void synced(Call sync) {
        pending.removeIf(call -> {
            boolean covered = call.end() < sync.begin();
            if (covered) {
                apply(call, Tear.WHOLE);
            }
            return covered;
        });
    }

    /** What the disk may have. */
    DiskFile after(Tear.Chance chance) {
        DiskFile found = new DiskFile(this);
        for (Call call : pending) {
            found.apply(call, chance.ofNext());
        }
        return found;
    }

    byte[] content() {
        return Arrays.copyOf(bytes, size);
    }

    private void apply(Call call, Tear tear) {
        if (call.kind() == Call.Kind.TRUNCATE) {
            if (tear.keeps(0)) {
                resize((int) call.offset());
            }
            return;
        }
        int from = (int) call.offset();
        byte[] data = call.data();
        for (int i = 0; i < data.length; ) {
            int sector = (from + i) / tear.sectorBytes();
            int end = Math.min(data.length, (sector + 1) * tear.sectorBytes() - from);
            if (tear.keeps(sector)) {
                if (from + end > size) {
                    resize(from + end);
                }
                System.arraycopy(data, i, bytes, from + i, end - i);
            }
            i = end;
        }
    }

    private void resize(int newSize) {
        if (newSize > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(newSize, 2 * bytes.length));
        }
        if (newSize < size) {
            Arrays.fill(bytes, newSize, size, (byte) 0);
        }
        size = newSize;
    }
}
