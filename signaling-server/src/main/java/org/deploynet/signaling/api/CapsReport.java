package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.signaling.SiteCaps;

/**
 * What a site pays for at most: by its publisher's word ({@code own}) and by the operator's ({@code network}); of each kind the
 * stricter holds. {@code spentToday} is what its visitors' receipts cost on this day (UTC), {@code setAside} what tickets that are out
 * can cost, both in microcredits.
 */
public record CapsReport(SiteCaps own, SiteCaps network, long spentToday, long setAside) {
    public CapsReport {
        Check.present("own", own);
        Check.present("network", network);
        Check.range("spentToday", spentToday, 0, Long.MAX_VALUE);
        Check.range("setAside", setAside, 0, Long.MAX_VALUE);
    }

    public SiteCaps effective() {
        return own.stricter(network);
    }
}
