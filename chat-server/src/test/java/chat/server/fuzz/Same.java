// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import java.util.Objects;

/** Ends a run with a finding where two things differ. */
final class Same {

    private Same() {}

    static void require(Object first, Object second) {
        if (!Objects.equals(first, second)) {
            throw new AssertionError("differ: " + first + " and " + second);
        }
    }
}
