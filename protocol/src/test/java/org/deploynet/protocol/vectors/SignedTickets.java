package org.deploynet.protocol.vectors;

import static org.deploynet.protocol.vectors.Forge.compact;
import static org.deploynet.protocol.vectors.Forge.header;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deploynet.protocol.key.SigningKey;

/** Tickets, receipts, proofs and purge orders with right and wrong signatures and contents. */
final class SignedTickets {
    private static final String TICKET = "deploynet-ticket";
    private static final String RECEIPT = "deploynet-receipt";
    private static final String PRINT = "sha-256 " + "AB:".repeat(31) + "CD";

    private final Map<String, SigningKey> keys;

    SignedTickets(Map<String, SigningKey> keys) {
        this.keys = keys;
    }

    List<Map<String, Object>> tickets() {
        String right = ticket();
        var cases = signatures(TICKET, right, key("network"), key("other"), true);
        contents(cases, TICKET, key("network"), "unknown field", right.replace("{\"id\"", "{\"x\":1,\"id\""), true);
        contents(cases, TICKET, key("network"), "price 0", right.replace(":1000000,", ":0,"), true);
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put(
                "network of another key",
                right.replace(key("network").id().hex(), key("other").id().hex()));
        wrong.put("maxBytes 0", right.replace(":16777216,", ":0,"));
        wrong.put("maxBytes beyond 2^40", right.replace(":16777216,", ":1099511627777,"));
        wrong.put("maxBytes as text", right.replace(":16777216,", ":\"16777216\","));
        wrong.put("price negative", right.replace(":1000000,", ":-1,"));
        wrong.put("price beyond the bound", right.replace(":1000000,", ":1000000001,"));
        wrong.put("id missing", right.replace("\"id\":\"t1\",", ""));
        wrong.put("id too long", right.replace("\"t1\"", "\"" + "t".repeat(65) + "\""));
        wrong.put("site not an id", right.replace(key("publisher").id().hex(), "5f1c"));
        wrong.put("expires before issued", right.replace("\"expires\":1790000600000", "\"expires\":1"));
        wrong.put("session key missing", right.replaceAll("\"sessionKey\":\\{[^}]*},", ""));
        wrong.put("fingerprint missing", right.replace("\"peerFingerprint\":\"" + PRINT + "\",", ""));
        wrong.put("cut short", right.substring(0, right.length() - 1));
        wrong.forEach((name, payload) -> contents(cases, TICKET, key("network"), name, payload, false));
        return cases;
    }

    List<Map<String, Object>> receipts() {
        String right = receipt("t1", 2, 262_145);
        var cases = signatures(RECEIPT, right, key("session"), key("other"), true);
        contents(cases, RECEIPT, key("session"), "nothing yet", receipt("t1", 0, 0), true);
        contents(cases, RECEIPT, key("session"), "one byte", receipt("t1", 1, 1), true);
        contents(cases, RECEIPT, key("session"), "as much as fits", receipt("t1", 64, 16_777_216), true);
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("more bytes than pieces hold", receipt("t1", 1, 262_145));
        wrong.put("fewer bytes than pieces", receipt("t1", 2, 1));
        wrong.put("bytes without pieces", receipt("t1", 0, 1));
        wrong.put("count negative", receipt("t1", -1, 0));
        wrong.put("bytes negative", receipt("t1", 0, -1));
        wrong.put("bytes beyond long", receipt("t1", 1, 1).replace(":1}", ":9223372036854775808}"));
        wrong.put("ticket empty of name", "{\"count\":1,\"bytes\":1}");
        wrong.put("ticket too long", receipt("t".repeat(65), 1, 1));
        wrong.put("count as text", right.replace(":2,", ":\"2\","));
        wrong.put("not an object", "1");
        wrong.forEach((name, payload) -> contents(cases, RECEIPT, key("session"), name, payload, false));
        return cases;
    }

    List<Map<String, Object>> proofs() {
        String right = "{\"nonce\":\"n1\",\"network\":\"%s\",\"peer\":\"%s\",\"fingerprint\":\"%s\",\"epoch\":1}"
                .formatted(key("network").id(), key("peer").id(), PRINT);
        var cases = signatures("deploynet-proof", right, key("peer"), key("other"), false);
        contents(cases, "deploynet-proof", key("peer"), "epoch 0", right.replace(":1}", ":0}"), false);
        String foreign = right.replace(key("peer").id().hex(), key("other").id().hex());
        contents(cases, "deploynet-proof", key("peer"), "peer of another key", foreign, false);
        return cases;
    }

    List<Map<String, Object>> purges() {
        String right =
                "{\"id\":\"p1\",\"network\":\"%s\",\"site\":\"%s\",\"objects\":[\"%s\"],\"issued\":1790000000000}"
                        .formatted(key("network").id(), key("publisher").id(), "9b74".repeat(16));
        var cases = signatures("deploynet-purge", right, key("network"), key("other"), false);
        contents(cases, "deploynet-purge", key("publisher"), "by the site itself", right, true);
        contents(cases, "deploynet-purge", key("network"), "all of the site", right.replaceAll("\\[.*]", "[]"), true);
        contents(cases, "deploynet-purge", key("network"), "object not an id", right.replace("9b74", "9B74"), false);
        String foreign =
                right.replace(key("network").id().hex(), key("other").id().hex());
        contents(cases, "deploynet-purge", key("network"), "of another network", foreign, false);
        return cases;
    }

    private List<Map<String, Object>> signatures(
            String type, String payload, SigningKey by, SigningKey other, boolean headerIgnored) {
        var cases = new ArrayList<Map<String, Object>>();
        String right = compact(header("ES256", type, by, ""), payload, by);
        add(cases, "valid", right, true);
        add(cases, "signed under another name", compact(header("ES256", type, other, ""), payload, by), headerIgnored);
        add(cases, "payload changed", swapPayload(right, payload.replace("1", "2")), false);
        add(cases, "signature cut", right.substring(0, right.length() - 2), false);
        add(cases, "signature missing", right.substring(0, right.lastIndexOf('.') + 1), false);
        add(cases, "alg none", Forge.encode(header("none", type, by, "")) + "." + Forge.encode(payload) + ".", false);
        String hmac = Forge.hmac(
                header("HS256", type, by, ""), payload, by.publicKey().x(), false);
        add(cases, "alg HS256 with the public key", hmac, false);
        add(cases, "another key, honestly named", compact(header("ES256", type, other, ""), payload, other), false);
        add(cases, "another key under the right name", compact(header("ES256", type, by, ""), payload, other), false);
        add(cases, "typ of a manifest", compact(header("ES256", "deploynet-manifest", by, ""), payload, by), false);
        String critical = ",\"b64\":true,\"crit\":[\"b64\"]";
        add(cases, "a critical parameter", compact(header("ES256", type, by, critical), payload, by), false);
        String padded = compact(header("ES256", type, by, ",\"pad\":\"" + "a".repeat(65_536) + "\""), payload, by);
        add(cases, "longer than 64 KiB", padded, false);
        add(cases, "empty", "", false);
        add(cases, "one part", "abc", false);
        add(cases, "not base64url", "!!!.???.===", false);
        return cases;
    }

    private static void contents(
            List<Map<String, Object>> cases, String type, SigningKey by, String name, String payload, boolean valid) {
        add(cases, name, compact(header("ES256", type, by, ""), payload, by), valid);
    }

    private String ticket() {
        var session = key("session").publicKey();
        return ("{\"id\":\"t1\",\"network\":\"%s\",\"link\":\"l1\",\"site\":\"%s\",\"peer\":\"%s\",\"peerFingerprint\":\"%s\","
                        + "\"visitorFingerprint\":\"%s\",\"sessionKey\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"},"
                        + "\"maxBytes\":16777216,\"price\":1000000,\"issued\":1790000000000,\"expires\":1790000600000}")
                .formatted(
                        key("network").id(),
                        key("publisher").id(),
                        key("peer").id(),
                        PRINT,
                        PRINT.replace("CD", "EF"),
                        session.x(),
                        session.y());
    }

    private static String receipt(String ticket, long count, long bytes) {
        return "{\"ticket\":\"%s\",\"count\":%d,\"bytes\":%d}".formatted(ticket, count, bytes);
    }

    private static String swapPayload(String jws, String payload) {
        return jws.substring(0, jws.indexOf('.') + 1) + Forge.encode(payload) + jws.substring(jws.lastIndexOf('.'));
    }

    private static void add(List<Map<String, Object>> cases, String name, String jws, boolean valid) {
        var one = new LinkedHashMap<String, Object>();
        one.put("name", name);
        one.put("jws", squeezed(jws));
        one.put("valid", valid);
        cases.add(one);
    }

    // base64 of a run of "a" repeats "YWFh"; written out it would make up most of the file.
    private static String squeezed(String jws) {
        return jws.replaceFirst("(YWFh){1000,}", "<<YWFh*20000>>");
    }

    private SigningKey key(String name) {
        return java.util.Objects.requireNonNull(keys.get(name));
    }
}
