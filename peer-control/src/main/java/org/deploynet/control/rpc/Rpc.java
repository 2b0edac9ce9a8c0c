package org.deploynet.control.rpc;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The messages of JSON-RPC 2.0 as this interface uses them: no batches, ids are whole numbers. */
public sealed interface Rpc {
    int PROTOCOL = 1;

    int PARSE_ERROR = -32700;
    int INVALID_REQUEST = -32600;
    int METHOD_NOT_FOUND = -32601;
    int INVALID_PARAMS = -32602;
    int INTERNAL_ERROR = -32603;
    /** Own codes: hello comes first; the engine is ending; too many faces. */
    int NO_HELLO = -32001;

    int ENDING = -32002;
    int TOO_MANY = -32003;
    /** The engine is in safe mode and has opened nothing. */
    int SAFE_MODE = -32004;
    /** The keychain does not do what is asked of it. */
    int KEYCHAIN = -32005;

    /** From a face. */
    record Request(long id, String method, JsonNode params) implements Rpc {}

    /** From the engine, without being asked: {@code snapshot} or {@code event}. */
    record Notification(String method, JsonNode params) implements Rpc {}

    record Answer(long id, JsonNode result) implements Rpc {}

    /** {@code id} is absent when the request was not readable. */
    record Failure(Optional<Long> id, int code, String message) implements Rpc {}

    /** First call of every face, and its answer. {@code owner} names who started the engine. */
    record Hello(int protocol, String build, String owner) {}

    /** The JSON of one line, without its line feed. */
    default byte[] encode() {
        ObjectNode json = ControlJson.object().put("jsonrpc", "2.0");
        switch (this) {
            case Request request ->
                json.put("id", request.id()).put("method", request.method()).set("params", request.params());
            case Notification told -> json.put("method", told.method()).set("params", told.params());
            case Answer answer -> json.put("id", answer.id()).set("result", answer.result());
            case Failure failure -> {
                failure.id().ifPresentOrElse(id -> json.put("id", id), () -> json.putNull("id"));
                json.putObject("error").put("code", failure.code()).put("message", failure.message());
            }
        }
        return ControlJson.bytes(json);
    }

    static Rpc decode(byte[] line) throws MalformedJsonException {
        JsonNode json = ControlJson.parse(line);
        if (!json.isObject() || !"2.0".equals(json.path("jsonrpc").asString(""))) {
            throw new MalformedJsonException("not a JSON-RPC 2.0 object");
        }
        if (json.has("method")) {
            return called(json);
        }
        return json.has("error") ? failed(json) : new Answer(id(json), json.path("result"));
    }

    private static Rpc called(JsonNode json) throws MalformedJsonException {
        JsonNode method = json.path("method");
        if (!method.isString() || method.asString().length() > 64) {
            throw new MalformedJsonException("method is not a short string");
        }
        return json.has("id")
                ? new Request(id(json), method.asString(), json.path("params"))
                : new Notification(method.asString(), json.path("params"));
    }

    private static Rpc failed(JsonNode json) throws MalformedJsonException {
        JsonNode error = json.path("error");
        Optional<Long> id = json.path("id").isNull() ? Optional.empty() : Optional.of(id(json));
        return new Failure(
                id,
                error.path("code").asInt(INTERNAL_ERROR),
                error.path("message").asString(""));
    }

    private static long id(JsonNode json) throws MalformedJsonException {
        JsonNode id = json.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw new MalformedJsonException("id is not a whole number");
        }
        return id.asLong();
    }
}
