package org.deploynet.control.sharing;

import java.util.Optional;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.UploadLimit;

/**
 * What the owner's rules together allow now. {@code because} is the strictest verdict, empty at {@link SharingLevel#FULL};
 * {@code upload} and {@code download} are the limits that follow, 0 while paused. A pause by hand comes on top. Immutable.
 */
public record Allowance(SharingLevel level, Optional<Verdict> because, UploadLimit upload, DownloadLimit download) {
    /** No rule holds anything back. */
    public static Allowance full(UploadLimit upload, DownloadLimit download) {
        return new Allowance(SharingLevel.FULL, Optional.empty(), upload, download);
    }

    /** The same, but for an upload limit that is no higher than {@code most}. */
    public Allowance atMost(UploadLimit most) {
        return new Allowance(level, because, upload.atMost(most), download);
    }
}
