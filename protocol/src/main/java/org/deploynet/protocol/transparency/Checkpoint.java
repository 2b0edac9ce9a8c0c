package org.deploynet.protocol.transparency;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;

/**
 * What a network says its ledger is: {@code size} entries, the {@code root} of their tree and the {@code head} of their chain, at
 * {@code time}, milliseconds since 1970. Signed, it is a word that the network cannot take back. Immutable.
 */
public record Checkpoint(KeyId network, long size, TreeHash root, TreeHash head, long time) {
    public static final int MAX_JWS_CHARS = 2048;

    /** The head of a chain without entries. */
    public static final TreeHash BEGINNING = TreeHash.of(new byte[TreeHash.BYTES]);

    private static final Json JSON = Json.upTo(MAX_JWS_CHARS);

    public Checkpoint {
        Check.present("network", network);
        Check.range("size", size, 0, Long.MAX_VALUE);
        Check.present("root", root);
        Check.present("head", head);
        Check.range("time", time, 0, Long.MAX_VALUE);
        Check.that(
                size > 0 || (root.equals(MerkleTree.EMPTY) && head.equals(BEGINNING)),
                "a ledger of nothing has no head");
    }

    public String sign(SigningKey key) {
        return Jws.sign(Jws.Kind.CHECKPOINT, JSON.writeBytes(this), key);
    }

    /** What {@code jws} says, whoever signed it. */
    public static Checkpoint claimed(String jws) throws ProtocolException {
        checkLength(jws);
        return JSON.read(Jws.claimed(jws), Checkpoint.class);
    }

    /** The checkpoint, if {@code network} signed it and it is of that network. */
    public static Checkpoint verify(String jws, PublicKeyJwk network) throws ProtocolException {
        checkLength(jws);
        Checkpoint checkpoint = JSON.read(Jws.verify(Jws.Kind.CHECKPOINT, jws, network), Checkpoint.class);
        if (!checkpoint.network().equals(network.id())) {
            throw new ProtocolException("the checkpoint is of network " + checkpoint.network());
        }
        return checkpoint;
    }

    private static void checkLength(String jws) throws ProtocolException {
        if (jws.length() > MAX_JWS_CHARS) {
            throw new ProtocolException("a checkpoint of " + jws.length() + " characters, at most " + MAX_JWS_CHARS);
        }
    }
}
