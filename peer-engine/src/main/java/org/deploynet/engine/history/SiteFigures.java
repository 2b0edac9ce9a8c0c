package org.deploynet.engine.history;

/** What was shared of one site: payload bytes sent to browsers, and microcredits measured by their receipts. */
public record SiteFigures(long up, long measured) {
    public static final SiteFigures NONE = new SiteFigures(0, 0);

    SiteFigures plus(SiteFigures other) {
        return new SiteFigures(up + other.up, measured + other.measured);
    }

    SiteFigures since(SiteFigures before) {
        return new SiteFigures(Math.max(0, up - before.up), Math.max(0, measured - before.measured));
    }
}
