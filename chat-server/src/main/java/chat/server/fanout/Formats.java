// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import chat.server.dialect.WireFormat;
import java.util.List;

/** The formats in which entries are encoded, each with a place in an array. Immutable. */
final class Formats {

    private final List<WireFormat> formats;

    Formats(List<WireFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    int count() {
        return formats.size();
    }

    int indexOf(WireFormat format) {
        // A handful: looking at each is faster than a map.
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i) == format) {
                return i;
            }
        }
        throw new IllegalArgumentException(format.name() + " is not a format of this server");
    }
}
