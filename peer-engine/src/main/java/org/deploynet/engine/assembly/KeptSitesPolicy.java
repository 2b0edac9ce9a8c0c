package org.deploynet.engine.assembly;

import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.serve.SitePolicy;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/** Serves exactly what the assigned sites' manifests name, as far as the owner does. Safe from any thread. */
record KeptSitesPolicy(SiteKeeper keeper, Consent consent) implements SitePolicy {
    @Override
    public boolean serves(KeyId site) {
        return keeper.serves(site);
    }

    @Override
    public boolean refuses(KeyId site, long price) {
        return consent.refusal(site, price).isPresent();
    }

    @Override
    public void missed(KeyId site, ObjectId object) {
        keeper.missed(site, object);
    }

    @Override
    public Verdict mayServe(KeyId site, ObjectId object) {
        if (consent.denies(site, object)) {
            return Verdict.BLOCKED;
        }
        return switch (keeper.standing(site, object)) {
            case LISTED -> Verdict.SERVE;
            case UNKNOWN -> Verdict.UNKNOWN;
            case PURGED -> Verdict.GONE;
        };
    }
}
