// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why SQLite cannot do what it should. */
enum Trouble {
    /** There is no space; ends by itself as soon as there is. */
    DISK_FULL("disk-full", "there is no space left"),
    /** The file or its file system may not be written; ends when it may. */
    READ_ONLY("read-only", "the file cannot be written"),
    /** Another program works on the file; ends when that does. */
    LOCKED("locked", "another program has locked the file"),
    /** The disk failed; what was written last may be there or not. */
    IO_ERROR("io-error", "reading or writing failed"),
    /** The file is not what SQLite left there. */
    DAMAGED("damaged", "the file is damaged"),
    /** What was to be written breaks a rule of the schema: it is to blame, not the database. */
    FAULT("fault", "SQLite refused a statement"),
    /** What nobody has foreseen, a lack of memory included. What was written last may be there or not. */
    OTHER("other", "SQLite failed");

    private static final int PRIMARY_CODE = 0xff;

    private final String label;
    private final String meaning;

    Trouble(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** The name in a meter. */
    String label() {
        return label;
    }

    /** What an operator is told, without a full stop. */
    String meaning() {
        return meaning;
    }

    /** Whether the disk may hold something else than what was read: everything has to be read again. */
    boolean isOutcomeUnknown() {
        return this == IO_ERROR || this == OTHER;
    }

    /** The kind of a failure; see sqlite.org/rescode.html. */
    static Trouble of(SQLException failure) {
        Trouble exactly = failure instanceof SQLiteException exact ? ofExtended(exact.getResultCode()) : null;
        if (exactly != null) {
            return exactly;
        }
        int primary = failure.getErrorCode() & PRIMARY_CODE;
        for (SQLiteErrorCode code : SQLiteErrorCode.values()) {
            if (code.code == primary) {
                return ofPrimary(code);
            }
        }
        return OTHER;
    }

    @SuppressWarnings("MissingCasesInEnumSwitch")
    private static @Nullable Trouble ofExtended(SQLiteErrorCode code) {
        return switch (code) {
            // There was no space to make the index of the write-ahead log larger.
            case SQLITE_IOERR_SHMSIZE -> DISK_FULL;
            // A number that is there already is nobody's fault but ours: what is in memory is behind the file.
            case SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE -> OTHER;
            default -> null;
        };
    }

    @SuppressWarnings("MissingCasesInEnumSwitch")
    private static Trouble ofPrimary(SQLiteErrorCode primary) {
        return switch (primary) {
            case SQLITE_FULL -> DISK_FULL;
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN -> READ_ONLY;
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> LOCKED;
            case SQLITE_IOERR -> IO_ERROR;
            case SQLITE_CORRUPT, SQLITE_NOTADB -> DAMAGED;
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE -> FAULT;
            default -> OTHER;
        };
    }
}
