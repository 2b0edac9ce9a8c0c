package org.deploynet.protocol.vectors;

import static org.deploynet.protocol.vectors.Forge.detached;
import static org.deploynet.protocol.vectors.Forge.header;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deploynet.protocol.key.SigningKey;

/** Manifests with right and wrong signatures and contents. */
final class SignedManifests {
    private static final String NOW = "2026-11-21T10:00:00Z";
    private static final String TYPE = "deploynet-manifest";
    private static final String UNENCODED = ",\"b64\":false,\"crit\":[\"b64\"]";
    private static final String ID = "9b74".repeat(16);
    private static final String FILE = "{\"id\":\"" + ID + "\",\"size\":183422,\"type\":\"image/avif\"}";

    private final SigningKey publisher;
    private final SigningKey other;
    private final String right;
    private final List<Map<String, Object>> cases = new ArrayList<>();

    SignedManifests(SigningKey publisher, SigningKey other) {
        this.publisher = publisher;
        this.other = other;
        this.right = manifest("\"/img/hero.avif\":" + FILE);
    }

    List<Map<String, Object>> cases() {
        valid();
        wrongSignatures();
        wrongTimes();
        wrongContents();
        wrongFiles();
        return cases;
    }

    private void valid() {
        String signature = sign(right);
        add("valid", right, signature, NOW, true);
        add("a line feed after the signature", right, signature + "\n", NOW, true);
        add("no files", manifest(""), NOW, true);
        add("unknown fields", right.replace("\"bucketBits\"", "\"future\":{\"a\":[1]},\"bucketBits\""), NOW, true);
        add("blanks between", right.replace(",", " ,\n ").replace("{", "{ "), NOW, true);
        add("names of any script", manifest("\"/caf%C3%A9%20%25/%E6%97%A5\":" + FILE + ",\"/A\":" + FILE), NOW, true);
        add("type with parameters", right.replace("image/avif", "text/css; charset=utf-8"), NOW, true);
        add("largest sequence", right.replace(":412,", ":9007199254740992,"), NOW, true);
        add("origin with a port", right.replace("https://example.org", "http://localhost:8080"), NOW, true);
        add("name of the prototype", manifest("\"/__proto__\":" + FILE + ",\"/constructor\":" + FILE), NOW, true);
    }

    private void wrongSignatures() {
        String plain = header("ES256", TYPE, publisher, UNENCODED);
        String signature = sign(right);
        add("payload changed by a byte", right.replace("183422", "183423"), signature, NOW, false);
        add("payload with a line feed more", right + "\n", signature, NOW, false);
        add("signature changed", right, changed(signature), NOW, false);
        add("signature cut", right, signature.substring(0, signature.length() - 4), NOW, false);
        add("signature of another manifest", right, sign(manifest("")), NOW, false);
        add("no signature", right, "", NOW, false);
        add("only dots", right, "..", NOW, false);
        add("alg none", right, Forge.encode(header("none", TYPE, publisher, UNENCODED)) + "..", NOW, false);
        add("alg None with the right signature", right, detached(alg("None"), right, publisher), NOW, false);
        String secret = publisher.publicKey().x();
        add("alg HS256 with the public key", right, Forge.hmac(alg("HS256"), right, secret, true), NOW, false);
        add("alg ES384 said, ES256 done", right, detached(alg("ES384"), right, publisher), NOW, false);
        add("another key, honestly named", right, detached(otherKey(), right, other), NOW, false);
        add("another key under the publisher's name", right, detached(plain, right, other), NOW, false);
        add("the publisher's signature under another name", right, detached(otherKey(), right, publisher), NOW, false);
        add("typ of a ticket", right, forged("deploynet-ticket", UNENCODED), NOW, false);
        add("b64 not critical", right, forged(TYPE, ",\"b64\":false"), NOW, false);
        add("more critical parameters", right, forged(TYPE, ",\"b64\":false,\"crit\":[\"b64\",\"exp\"]"), NOW, false);
        add("encoded payload", right, encodedAndDetached(), NOW, false);
        add("payload inside", right, Forge.compact(plain, right, publisher), NOW, false);
        String keyless = "{\"typ\":\"deploynet-manifest\",\"alg\":\"ES256\"" + UNENCODED + "}";
        add("no key in the header", right, detached(keyless, right, publisher), NOW, false);
        String curve = plain.replace("P-256", "P-384");
        add("key of another curve", right, detached(curve, right, publisher), NOW, false);
        String x = publisher.publicKey().x();
        add(
                "key off the curve",
                right,
                detached(plain.replace(x, x.replace(x.charAt(5), 'A')), right, publisher),
                NOW,
                false);
        add("header not JSON", right, "e30e.." + signature.substring(signature.lastIndexOf('.') + 1), NOW, false);
    }

    private void wrongTimes() {
        add("expired less than 5 min ago", right, sign(right), "2027-02-19T10:04:59Z", true);
        add("expired more than 5 min ago", right, sign(right), "2027-02-19T10:05:01Z", false);
        add("issued in less than 5 min", right, sign(right), "2026-11-21T08:55:01Z", true);
        add("issued in more than 5 min", right, sign(right), "2026-11-21T08:54:59Z", false);
        add("expires before it is issued", right.replace("2027-02", "2025-02"), "2025-02-01T00:00:00Z", false);
        add("expires not a time", right.replace("2027-02-19T10:00:00Z", "tomorrow"), NOW, false);
        add("time without a zone", right.replace("2027-02-19T10:00:00Z", "2027-02-19T10:00:00"), NOW, false);
        add("time as a number", right.replace("\"2027-02-19T10:00:00Z\"", "1900000000"), NOW, false);
    }

    private void wrongContents() {
        String foreign = right.replace(publisher.id().hex(), other.id().hex());
        add("site of another key", foreign, NOW, false);
        add("for another site", right, sign(right), NOW, false, other.id().hex());
        add("version 2", right.replace("\"deploynet\":1", "\"deploynet\":2"), NOW, false);
        add("sequence 0", right.replace(":412,", ":0,"), NOW, false);
        add("sequence beyond 2^53", right.replace(":412,", ":9007199254740994,"), NOW, false);
        add("sequence missing", right.replace("\"sequence\":412,", ""), NOW, false);
        add("sequence as text", right.replace(":412,", ":\"412\","), NOW, false);
        add("origin with a path", right.replace("example.org", "example.org/a"), NOW, false);
        add("origin of another scheme", right.replace("https:", "file:"), NOW, false);
        add("origin with a user", right.replace("//example.org", "//u@example.org"), NOW, false);
        add("bucketBits 17", right.replace("\"bucketBits\":0", "\"bucketBits\":17"), NOW, false);
        add("eligible missing", right.replace("\"eligible\":{\"html\":false,\"script\":\"listed\"},", ""), NOW, false);
        add("eligible.script unknown", right.replace("\"listed\"", "\"all\""), NOW, false);
        add("files missing", right.replace("\"files\"", "\"fils\""), NOW, false);
        add("files null", right.replaceAll("\"files\":.*", "\"files\":null}"), NOW, false);
        add("cut short", right.substring(0, right.length() - 1), NOW, false);
        add("trailing text", right + "x", NOW, false);
        add("not an object", "[]", NOW, false);
    }

    private void wrongFiles() {
        for (String path : List.of("/a b", "/a%2f", "a", "", "/../a", "/deploynet.js", "/.well-known/deploynet/x")) {
            add("lists " + path, manifest("\"" + path + "\":" + FILE), NOW, false);
        }
        file("size 0", FILE.replace("183422", "0"));
        file("size negative", FILE.replace("183422", "-1"));
        file("size beyond 16 GiB", FILE.replace("183422", "17179869185"));
        file("size as text", FILE.replace("183422", "\"183422\""));
        file("size missing", FILE.replace("\"size\":183422,", ""));
        file("id in capitals", FILE.replace(ID, "9B74".repeat(16)));
        file("id short", FILE.replace(ID, ID.substring(1)));
        file("id missing", FILE.replace("\"id\":\"" + ID + "\",", ""));
        file("type with a line feed", FILE.replace("image/avif", "image/avif\\r\\nx: y"));
        file("type too long", FILE.replace("image/avif", "a".repeat(129)));
        file("type empty", FILE.replace("image/avif", ""));
        file("type missing", FILE.replace(",\"type\":\"image/avif\"", ""));
        file("null", "null");
        file("an array", "[]");
    }

    private void file(String name, String entry) {
        add("file: " + name, manifest("\"/a\":" + entry), NOW, false);
    }

    private String manifest(String files) {
        return ("{\"deploynet\":1,\"site\":\"%s\",\"sequence\":412,\"issued\":\"2026-11-21T09:00:00Z\","
                        + "\"expires\":\"2027-02-19T10:00:00Z\",\"origin\":\"https://example.org\",\"bucketBits\":0,"
                        + "\"eligible\":{\"html\":false,\"script\":\"listed\"},\"files\":{%s}}")
                .formatted(publisher.id(), files);
    }

    private String sign(String manifest) {
        return forged(TYPE, UNENCODED, manifest);
    }

    private String forged(String type, String more) {
        return forged(type, more, right);
    }

    private String forged(String type, String more, String manifest) {
        return detached(header("ES256", type, publisher, more), manifest, publisher);
    }

    private String alg(String alg) {
        return header(alg, TYPE, publisher, UNENCODED);
    }

    private String otherKey() {
        return header("ES256", TYPE, other, UNENCODED);
    }

    private String encodedAndDetached() {
        String compact = Forge.compact(header("ES256", TYPE, publisher, ""), right, publisher);
        return compact.substring(0, compact.indexOf('.')) + "." + compact.substring(compact.lastIndexOf('.'));
    }

    private static String changed(String signature) {
        int at = signature.length() - 20;
        return signature.substring(0, at) + (signature.charAt(at) == 'A' ? 'B' : 'A') + signature.substring(at + 1);
    }

    private void add(String name, String manifest, String now, boolean valid) {
        add(name, manifest, sign(manifest), now, valid);
    }

    private void add(String name, String manifest, String signature, String now, boolean valid) {
        add(name, manifest, signature, now, valid, publisher.id().hex());
    }

    private void add(String name, String manifest, String signature, String now, boolean valid, String site) {
        var one = new LinkedHashMap<String, Object>();
        one.put("name", name);
        one.put("site", site);
        one.put("now", now);
        one.put("bytes", manifest);
        one.put("signature", signature);
        one.put("valid", valid);
        cases.add(one);
    }
}
