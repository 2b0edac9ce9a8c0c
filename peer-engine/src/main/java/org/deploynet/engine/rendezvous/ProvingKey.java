package org.deploynet.engine.rendezvous;

import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** The key that proves who this super-peer is. It may be out of reach for a while, its name never is. Safe from any thread. */
public interface ProvingKey {
    KeyId id();

    /** May wait some seconds. */
    SigningKey key() throws OutOfReachException;

    /** One that is in memory. */
    static ProvingKey of(SigningKey key) {
        return new ProvingKey() {
            @Override
            public KeyId id() {
                return key.id();
            }

            @Override
            public SigningKey key() {
                return key;
            }
        };
    }

    /** Not now; the message says why and is safe to log and to show. */
    final class OutOfReachException extends Exception {
        private static final long serialVersionUID = 1;

        public OutOfReachException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
