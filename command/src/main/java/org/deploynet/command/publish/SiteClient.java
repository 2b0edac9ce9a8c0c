package org.deploynet.command.publish;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** The client that all visitors of a site get, and the newer one that some of them get in its place. Immutable. */
public record SiteClient(BrowserScripts everyone, Optional<NextClient> next) {

    /**
     * @param newest what this program brings
     * @param installed what the site has
     * @param share in percent of the visitors that come again; none: everyone gets the newest
     */
    static SiteClient of(BrowserScripts newest, Optional<BrowserScripts> installed, OptionalInt share)
            throws PublishFailure {
        if (share.isEmpty()) {
            return new SiteClient(newest, Optional.empty());
        }
        BrowserScripts kept = installed.orElseThrow(() -> new PublishFailure("publish.client.none"));
        boolean isNewer = !Arrays.equals(kept.page(), newest.page())
                || !Arrays.equals(kept.serviceWorker(), newest.serviceWorker());
        boolean isStaged = isNewer && share.getAsInt() > 0;
        return new SiteClient(kept, isStaged ? Optional.of(NextClient.of(newest, share.getAsInt())) : Optional.empty());
    }
}
