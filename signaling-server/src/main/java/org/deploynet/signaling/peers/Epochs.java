package org.deploynet.signaling.peers;

import org.deploynet.protocol.signaling.Proof;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * The highest epoch each super-peer ever showed, so that a copied data folder is noticed. One run of an engine keeps its
 * epoch and its DTLS certificate when it connects again; a copy that counted to the same epoch has another certificate.
 * Durable; safe from any thread.
 */
public final class Epochs {
    private final Database database;

    public Epochs(Database database) {
        this.database = database;
    }

    /** Whether {@code proof} is of the newest run of this peer; if so, older ones are refused from now on. */
    public boolean admit(Proof proof) {
        return database.call(connection -> {
            boolean copied = Sql.number(
                            connection,
                            "SELECT count(*) FROM peer WHERE id = ? AND (epoch > ? OR (epoch = ? AND fingerprint <> ?))",
                            proof.peer().hex(),
                            proof.epoch(),
                            proof.epoch(),
                            proof.fingerprint())
                    > 0;
            if (!copied) {
                Sql.change(
                        connection,
                        "INSERT INTO peer (id, epoch, fingerprint) VALUES (?,?,?) ON CONFLICT (id) DO UPDATE"
                                + " SET epoch = excluded.epoch, fingerprint = excluded.fingerprint",
                        proof.peer().hex(),
                        proof.epoch(),
                        proof.fingerprint());
            }
            return !copied;
        });
    }
}
