package org.deploynet.engine.history;

/** Payload bytes that were ever sent of a site, and the second since 1970 of the latest of them. */
record SiteTotal(long up, long lastSecond) {
    SiteTotal plus(long more, long at) {
        return new SiteTotal(up + more, Math.max(lastSecond, at));
    }
}
