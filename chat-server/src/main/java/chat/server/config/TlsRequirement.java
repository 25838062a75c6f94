// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** Whether a connection must be encrypted ({@code tls.required}). */
public enum TlsRequirement {
    /** If others than this machine can reach the port. */
    AUTO,
    /** Always. */
    TRUE,
    /** Never: TLS is offered if there is a certificate. */
    FALSE
}
