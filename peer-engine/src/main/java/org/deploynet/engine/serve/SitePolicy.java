package org.deploynet.engine.serve;

import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/** Which objects may be served to a visitor of which site. Safe from any thread; asked for every want, so it must be quick. */
public interface SitePolicy {
    /** Whether links for {@code site} are taken at all. */
    boolean serves(KeyId site);

    /** Whether the owner does not serve {@code site} at {@code price}, microcredits per 10^9 bytes, whatever is kept of it. */
    boolean refuses(KeyId site, long price);

    /** Whether {@code object} belongs to the manifest of {@code site} and nobody withdrew it. */
    Verdict mayServe(KeyId site, ObjectId object);

    /** A browser was refused {@code object}, which belongs to the site and is not kept here. */
    void missed(KeyId site, ObjectId object);

    /** The answer to a want. */
    enum Verdict {
        SERVE,
        /** Not a file of that site, as far as is known here. */
        UNKNOWN,
        /** The owner does not serve this site. */
        BLOCKED,
        /** Purged. */
        GONE
    }
}
