// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Why SQLite cannot do what it should. */
enum Trouble {
    /** There is no space; ends by itself as soon as there is. */
    DISK_FULL("disk-full", "there is no space left"),
    /** The file or its file system may not be written; ends when it may. */
    READ_ONLY("read-only", "the file cannot be written"),
    /** The disk failed; what was written last may be there or not. */
    IO_ERROR("io-error", "reading or writing failed"),
    /** The file is not what SQLite left there. */
    DAMAGED("damaged", "the file is damaged"),
    /** Anything else, such as a constraint: a fault of the program or of one entry. */
    FAULT("fault", "SQLite refused a statement");

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
        return this == IO_ERROR;
    }

    /** The kind of a failure; see sqlite.org/rescode.html. */
    static Trouble of(SQLException failure) {
        int primary = failure.getErrorCode() & PRIMARY_CODE;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return DISK_FULL;
        } else if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return READ_ONLY;
        } else if (primary == SQLiteErrorCode.SQLITE_IOERR.code) {
            return IO_ERROR;
        } else if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return DAMAGED;
        }
        return FAULT;
    }
}
