// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import chat.protocol.message.RoomName;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What each key does. Confined to the key thread; changes the rooms under their lock. */
public final class Keyboard {

    /** What a key can do that is not a matter of the window alone. Called on the key thread, without the lock. */
    public interface Actions {
        /** The person has finished a line. */
        void entered(String text);

        /** The person wants to be in a room that they follow. */
        void go(RoomName room);

        /** The person wants to leave. */
        void leave();

        /** The person wants the program to stop for a while. */
        void suspend();

        /**
         * The person wants to go on with a text in their own editor.
         *
         * @return the text as they left it, or null if there is none
         */
        @Nullable
        String edit(String text);

        /** What the last word of a text, which begins at {@code from}, can become; the likeliest first. */
        List<String> candidates(String before, int from);
    }

    private final Rooms rooms;
    private final Painter painter;
    private final Actions actions;
    private final Completion completion;

    private boolean interrupted;
    private boolean prefixed;

    public Keyboard(Rooms rooms, Painter painter, Actions actions) {
        this.rooms = rooms;
        this.painter = painter;
        this.actions = actions;
        this.completion = new Completion(actions::candidates);
    }

    /** An Esc has been pressed, which means nothing before the next key. */
    public void waits() {
        rooms.change(() -> rooms.hint("Esc: once more returns to what is said now, before another key it is Alt"));
    }

    /** Does what a key does. */
    public void pressed(Key key) {
        boolean again = interrupted && key.equals(new Key.Ctrl('C'));
        interrupted = false;
        boolean afterPrefix = prefixed;
        prefixed = false;
        if (key != Key.Named.TAB && key != Key.Named.BACK_TAB) {
            completion.reset();
        }
        rooms.change(() -> rooms.hint(""));
        if (afterPrefix && key.equals(new Key.Ctrl('E'))) {
            editElsewhere();
        } else if (key instanceof Key.Text text) {
            edit(editor -> editor.insert(text.text()));
        } else if (key instanceof Key.Paste paste) {
            edit(editor -> editor.insert(paste.text()));
        } else if (key instanceof Key.Alt alt) {
            alt(alt.character());
        } else if (key instanceof Key.Ctrl ctrl) {
            ctrl(ctrl.letter(), again);
        } else if (key instanceof Key.Named named) {
            named(named);
        }
    }

    private void named(Key.Named key) {
        switch (key) {
            case ENTER -> enter();
            case NEW_LINE -> edit(editor -> editor.insert("\n"));
            case TAB -> complete(1);
            case BACK_TAB -> complete(-1);
            case BACKSPACE -> edit(LineEditor::backspace);
            case WORD_BACKSPACE -> edit(LineEditor::killWordBack);
            case DELETE -> edit(LineEditor::delete);
            case LEFT -> edit(LineEditor::left);
            case RIGHT -> edit(LineEditor::right);
            case WORD_LEFT -> edit(LineEditor::wordLeft);
            case WORD_RIGHT -> edit(LineEditor::wordRight);
            case HOME -> edit(LineEditor::home);
            case END -> edit(LineEditor::end);
            case UP -> edit(this::up);
            case DOWN -> edit(this::down);
            case PAGE_UP -> scroll(true);
            case PAGE_DOWN -> scroll(false);
            case ESCAPE -> follow();
            case GONE -> actions.leave();
            case OTHER -> {}
        }
    }

    private void ctrl(char letter, boolean again) {
        switch (letter) {
            case 'A' -> edit(LineEditor::home);
            case 'B' -> edit(LineEditor::left);
            case 'C' -> interrupt(again);
            case 'D' -> endOrDelete();
            case 'E' -> edit(LineEditor::end);
            case 'F' -> edit(LineEditor::right);
            case 'K' -> edit(LineEditor::killToEnd);
            case 'L' -> painter.redraw();
            case 'N' -> step(1);
            case 'P' -> step(-1);
            case 'U' -> edit(LineEditor::killToStart);
            case 'W' -> edit(LineEditor::killWordBack);
            case 'X' -> prefixed = true;
            case 'Y' -> edit(LineEditor::yank);
            case 'Z' -> actions.suspend();
            default -> {}
        }
    }

    private void alt(int character) {
        if (character >= '1' && character <= '9') {
            go(number(character - '1'));
            return;
        }
        switch (character) {
            case 'a' -> go(nextUnread());
            case 'b' -> edit(LineEditor::wordLeft);
            case 'd' -> edit(LineEditor::killWordForward);
            case 'f' -> edit(LineEditor::wordRight);
            default -> {}
        }
    }

    private void edit(Consumer<LineEditor> how) {
        rooms.change(() -> how.accept(rooms.editor()));
    }

    private void up(LineEditor editor) {
        if (!editor.up()) {
            rooms.history().back(editor);
        }
    }

    private void down(LineEditor editor) {
        if (!editor.down()) {
            rooms.history().forward(editor);
        }
    }

    private void enter() {
        // At one moment: the room may change under what is typed.
        String text = rooms.look(all -> {
            String typed = all.editor().text();
            if (!typed.isBlank()) {
                all.history().add(typed);
                all.editor().set("");
                RoomView room = all.current();
                if (room != null) {
                    room.follow();
                }
            }
            return typed;
        });
        if (!text.isBlank()) {
            rooms.change(() -> {});
            actions.entered(text);
        }
    }

    private void complete(int step) {
        rooms.change(() -> rooms.hint(completion.complete(rooms.editor(), step)));
    }

    private void interrupt(boolean again) {
        boolean empty = rooms.look(all -> all.editor().isEmpty());
        if (empty && again) {
            actions.leave();
            return;
        }
        interrupted = true;
        rooms.change(() -> {
            rooms.editor().set("");
            rooms.hint("Ctrl-C again leaves");
        });
    }

    private void endOrDelete() {
        if (rooms.look(all -> all.editor().isEmpty())) {
            actions.leave();
        } else {
            edit(LineEditor::delete);
        }
    }

    private void scroll(boolean up) {
        rooms.change(() -> {
            RoomView room = rooms.current();
            if (room != null) {
                room.loading(false);
                Viewport viewport = painter.viewport(room);
                if (up) {
                    viewport.pageUp();
                } else {
                    viewport.pageDown();
                }
            }
        });
    }

    private void follow() {
        rooms.change(() -> {
            RoomView room = rooms.current();
            if (room != null) {
                room.follow();
            }
        });
    }

    private void step(int step) {
        go(rooms.look(all -> {
            List<RoomView> order = all.inOrder();
            RoomView current = all.current();
            return order.isEmpty() || current == null
                    ? null
                    : order.get(Math.floorMod(order.indexOf(current) + step, order.size()))
                            .name();
        }));
    }

    private @Nullable RoomName number(int index) {
        return rooms.look(
                all -> index < all.inOrder().size() ? all.inOrder().get(index).name() : null);
    }

    /** Where the person is mentioned first, then where something is new; from where they are on, and around. */
    private @Nullable RoomName nextUnread() {
        return rooms.look(all -> {
            List<RoomView> order = all.inOrder();
            RoomView current = all.current();
            int at = current == null ? 0 : order.indexOf(current);
            RoomName unread = null;
            for (int i = 1; i < order.size(); i++) {
                RoomView room = order.get(Math.floorMod(at + i, order.size()));
                if (room.mentions() > 0) {
                    return room.name();
                }
                if (room.unread() > 0 && unread == null) {
                    unread = room.name();
                }
            }
            return unread;
        });
    }

    private void go(@Nullable RoomName room) {
        if (room != null) {
            actions.go(room);
        }
    }

    private void editElsewhere() {
        String edited = actions.edit(rooms.look(all -> all.editor().text()));
        if (edited != null) {
            edit(editor -> editor.set(edited.stripTrailing()));
        }
    }
}
