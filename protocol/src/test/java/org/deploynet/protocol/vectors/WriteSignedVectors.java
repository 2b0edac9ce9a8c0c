package org.deploynet.protocol.vectors;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code vectors/signed.json} anew with the keys that are in it. Its name keeps it out of a normal test run; the
 * README of the vectors says how to run it.
 */
class WriteSignedVectors {
    private static final String FILE = "signed.json";

    private final Map<String, SigningKey> keys = keys();

    @Test
    void writesThem() throws Exception {
        var manifests = new SignedManifests(
                Objects.requireNonNull(keys.get("publisher")), Objects.requireNonNull(keys.get("other")));
        var tickets = new SignedTickets(keys);
        var out = new StringBuilder("{\n \"about\": ")
                .append(json("Signed things and forgeries, with test keys. A manifest is checked for site at now;"
                        + " a ticket with the key network, a receipt with the key session."))
                .append(",\n \"keys\": ")
                .append(json(secrets()));
        append(out, "manifests", manifests.cases());
        append(out, "tickets", tickets.tickets());
        append(out, "receipts", tickets.receipts());
        append(out, "proofs", tickets.proofs());
        append(out, "purges", tickets.purges());
        Files.writeString(GoldenVectors.FOLDER.resolve(FILE), out.append("\n}\n"));
    }

    private static void append(StringBuilder out, String list, List<Map<String, Object>> cases) {
        out.append(",\n \"").append(list).append("\": [");
        for (int i = 0; i < cases.size(); i++) {
            out.append(i == 0 ? "\n  " : ",\n  ").append(json(cases.get(i)));
        }
        out.append("\n ]");
    }

    private Map<String, Object> secrets() {
        var secrets = new LinkedHashMap<String, Object>();
        keys.forEach((name, key) -> secrets.put(name, key.toSecretJson()));
        return secrets;
    }

    private static Map<String, SigningKey> keys() {
        var keys = new LinkedHashMap<String, SigningKey>();
        for (String name : List.of("publisher", "other", "network", "peer", "session")) {
            keys.put(name, Files.exists(GoldenVectors.FOLDER.resolve(FILE)) ? read(name) : SigningKey.generate());
        }
        return keys;
    }

    static SigningKey read(String name) {
        JsonNode secrets = GoldenVectors.read(FILE).required("keys");
        try {
            return SigningKey.parse(secrets.required(name).stringValue());
        } catch (org.deploynet.protocol.ProtocolException e) {
            throw new IllegalStateException("key " + name + " of the vectors", e);
        }
    }

    private static String json(Object value) {
        return new JsonMapper().writeValueAsString(value);
    }
}
