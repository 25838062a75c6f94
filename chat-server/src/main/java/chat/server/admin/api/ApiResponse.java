// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin.api;

import chat.protocol.message.ErrorCode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is answered.
 *
 * @param status the status of HTTP
 * @param body an object in any case; an error has {@code error.code} and {@code error.reason}
 */
public record ApiResponse(int status, ObjectNode body) {

    static final int OK = 200;
    static final int CREATED = 201;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int TOO_MANY = 429;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;

    /** Done; there is nothing to say. */
    static ApiResponse done() {
        return new ApiResponse(OK, JsonNodeFactory.instance.objectNode());
    }

    static ApiResponse ok(ObjectNode body) {
        return new ApiResponse(OK, body);
    }

    static ApiResponse created(ObjectNode body) {
        return new ApiResponse(CREATED, body);
    }

    /** Not done. */
    public static ApiResponse error(int status, String code, String reason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("reason", reason);
        return new ApiResponse(status, body);
    }

    /** Not done, for a reason that the protocol has a code for. */
    static ApiResponse error(ErrorCode code, String reason) {
        int status = switch (code) {
            case NAME_REGISTERED, FORBIDDEN, CONFLICT -> CONFLICT;
            case RATE_LIMITED -> TOO_MANY;
            case BUSY, STORE_UNAVAILABLE -> UNAVAILABLE;
            case INTERNAL -> INTERNAL;
            default -> BAD_REQUEST;
        };
        return error(status, code.wireName(), reason);
    }
}
