// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The known fields of one JSON object, whatever order they came in. What a field must be is only asked once the type of
 * the whole is known, so that the same name may mean different things in different types. A field that is null counts
 * as not there. Lives for one call.
 */
final class JsonFields {

    /** The highest integer, so that every JSON parser keeps every integer exactly (RFC 8259, section 6). */
    static final long MAX_INTEGER = (1L << 53) - 1;

    private static final String REF = "ref";

    /** Values that no field takes: all that is kept of them is what they were. */
    enum Oddity {
        HUGE,
        FRACTION,
        ARRAY
    }

    /** More than most commands have, few enough to be looked through one by one: a map costs more for so few. */
    private static final int TYPICAL_FIELDS = 6;

    private String[] names = new String[TYPICAL_FIELDS];
    private @Nullable Object[] values = new Object[TYPICAL_FIELDS];
    private int count;
    private String owner = "an object";
    private String path = "";

    /** Keeps a field; false if there is one of this name already. */
    boolean put(String name, @Nullable Object value) {
        if (indexOf(name) >= 0) {
            return false;
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        names[count] = name;
        values[count] = value;
        count++;
        return true;
    }

    /** Says what these are the fields of, for messages. */
    void belongTo(String type) {
        owner = type;
    }

    boolean has(String name) {
        return value(name) != null;
    }

    /** The {@code ref}, if there is a valid one. */
    @Nullable
    String ref() {
        return value(REF) instanceof String ref && ref.length() <= Command.MAX_REF_LENGTH && isWhole(ref) ? ref : null;
    }

    @Nullable
    String optionalString(String name, int maxChars) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        String expected =
                maxChars == Integer.MAX_VALUE ? "a string" : "a string of at most " + maxChars + " characters";
        if (!(value instanceof String string)) {
            throw wrong(name, kindOf(value), expected);
        }
        if (string.length() > maxChars) {
            throw wrong(name, "a string of " + string.length() + " characters", expected);
        }
        if (!isWhole(string)) {
            throw wrong(name, "a string with half of a surrogate pair", expected);
        }
        return string;
    }

    String string(String name, int maxChars) {
        String value = optionalString(name, maxChars);
        if (value == null) {
            throw missing(name, "a string");
        }
        return value;
    }

    @Nullable
    Secret optionalSecret(String name) {
        String value = optionalString(name, Secret.MAX_LENGTH);
        return value == null ? null : new Secret(value);
    }

    Secret secret(String name) {
        return new Secret(string(name, Secret.MAX_LENGTH));
    }

    /** A text, whose length is for the server to check. */
    String text(String name) {
        Object value = value(name);
        if (value instanceof String string && !isWhole(string)) {
            throw new RejectedException(
                    ErrorCode.TEXT_CHARACTERS, path + name + ": half of a surrogate pair (expected: whole characters)");
        }
        return string(name, Integer.MAX_VALUE);
    }

    RoomName room(String name) {
        return new RoomName(string(name, Integer.MAX_VALUE));
    }

    AccountName account(String name) {
        return new AccountName(string(name, Integer.MAX_VALUE));
    }

    /** A name from a log, see {@link AccountName#kept}. */
    AccountName keptAccount(String name) {
        return AccountName.kept(string(name, Integer.MAX_VALUE));
    }

    @Nullable
    AccountName optionalAccount(String name) {
        return has(name) ? account(name) : null;
    }

    @Nullable
    AccountName optionalKeptAccount(String name) {
        return has(name) ? keptAccount(name) : null;
    }

    @Nullable
    Long optionalInteger(String name, long min, long max) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Long number && number >= min && number <= max) {
            return number;
        }
        boolean outOfRange = value instanceof Long || value == Oddity.HUGE;
        throw wrong(
                name, outOfRange ? "an integer out of range" : kindOf(value), "an integer from " + min + " to " + max);
    }

    long integer(String name, long min, long max) {
        Long value = optionalInteger(name, min, max);
        if (value == null) {
            throw missing(name, "an integer");
        }
        return value;
    }

    int smallInteger(String name, int min) {
        return (int) integer(name, min, Integer.MAX_VALUE);
    }

    @Nullable
    Integer optionalSmallInteger(String name, int min) {
        return has(name) ? smallInteger(name, min) : null;
    }

    /** A boolean, or null. */
    @Nullable
    Boolean optionalFlag(String name) {
        Object value = value(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw wrong(name, kindOf(value), "true or false");
    }

    boolean flag(String name) {
        Boolean value = optionalFlag(name);
        if (value == null) {
            throw missing(name, "true or false");
        }
        return value;
    }

    @Nullable
    JsonFields optionalObject(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonFields nested)) {
            throw wrong(name, kindOf(value), "an object");
        }
        nested.owner = owner;
        nested.path = path + name + ".";
        return nested;
    }

    JsonFields object(String name) {
        JsonFields value = optionalObject(name);
        if (value == null) {
            throw missing(name, "an object");
        }
        return value;
    }

    List<JsonFields> objects(String name) {
        Object value = value(name);
        if (value == null) {
            throw missing(name, "an array of objects");
        }
        if (!(value instanceof List<?> elements)) {
            throw wrong(name, kindOf(value), "an array of objects");
        }
        List<JsonFields> objects = new ArrayList<>(elements.size());
        for (Object element : elements) {
            if (!(element instanceof JsonFields nested)) {
                throw wrong(name, "an array of other things", "an array of objects");
            }
            nested.owner = owner;
            nested.path = path + name + "[].";
            objects.add(nested);
        }
        return objects;
    }

    RejectedException wrong(String name, String found, String expected) {
        return new RejectedException(ErrorCode.BAD_FIELD, path + name + ": " + found + " (expected: " + expected + ")");
    }

    private RejectedException missing(String name, String expected) {
        return new RejectedException(ErrorCode.MISSING_FIELD, owner + " needs " + path + name + " (" + expected + ")");
    }

    private @Nullable Object value(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    private int indexOf(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static String kindOf(Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof JsonFields) {
            return "an object";
        }
        if (value == Oddity.FRACTION) {
            return "a number with a fraction or an exponent";
        }
        return value instanceof Long || value == Oddity.HUGE ? "an integer" : "an array";
    }

    private static boolean isWhole(String string) {
        for (int i = 0; i < string.length(); i++) {
            if (Character.isSurrogate(string.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(string.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
