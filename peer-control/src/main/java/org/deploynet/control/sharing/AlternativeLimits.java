package org.deploynet.control.sharing;

import org.deploynet.control.DownloadLimit;
import org.deploynet.control.UploadLimit;

/**
 * The limits that count wherever a rule says "limited", and always while {@code on}; where the usual ones are lower, those do.
 * Immutable.
 */
public record AlternativeLimits(boolean on, UploadLimit upload, DownloadLimit download) {
    public UploadLimit upload(UploadLimit usual) {
        return upload.atMost(usual);
    }

    public DownloadLimit download(DownloadLimit usual) {
        return new DownloadLimit(Math.min(download.bytesPerSecond(), usual.bytesPerSecond()));
    }
}
