// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

/** Whether an account can be signed in to. */
public enum AccountState {
    /** It can. */
    ACTIVE,
    /** It cannot until the operator unlocks it. */
    LOCKED,
    /** It never can again; its name stays reserved. */
    DELETED
}
