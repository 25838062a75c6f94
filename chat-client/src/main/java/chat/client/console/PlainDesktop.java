// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.state.Desk;

/** The desktop of plain lines: it has nothing but rooms, and leaves the rest for the next window. Thread-safe. */
final class PlainDesktop implements Desktop {

    private final Place place;

    private volatile Desk kept = Desk.EMPTY;

    PlainDesktop(Place place) {
        this.place = place;
    }

    @Override
    public void lay(Desk before) {
        kept = before;
    }

    @Override
    public Desk desk() {
        return kept.withRooms(place.view().rooms());
    }
}
