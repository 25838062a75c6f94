// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.server.config.Limit;
import chat.server.config.Rate;
import chat.server.config.Registration;

/**
 * What accounts go by.
 *
 * @param registration who may make one
 * @param signInsPerAccount how often somebody may try to sign in to an account
 * @param signInsPerAddress how often somebody at an address may
 * @param registrations how often somebody at an address may make one
 */
public record AccountRules(
        Registration registration,
        Limit<Rate> signInsPerAccount,
        Limit<Rate> signInsPerAddress,
        Limit<Rate> registrations) {}
