// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import org.jspecify.annotations.Nullable;

/**
 * A part of a line, or of a row of it, that leads somewhere.
 *
 * @param from where it begins, an index into the text
 * @param to where it ends
 * @param url all of it, printable ASCII only, also where the row has but a part
 * @param id the same for all parts of one link
 */
record Link(int from, int to, String url, String id) {

    /** The part of it that is between two places, or null if there is none; with places that are counted from another. */
    @Nullable
    Link part(int begin, int end, int shift) {
        int first = Math.max(from, begin);
        int last = Math.min(to, end);
        return first < last ? new Link(first - begin + shift, last - begin + shift, url, id) : null;
    }
}
