package org.deploynet.signaling.api;

import java.util.Base64;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;

/** Body of {@code POST /v1/sites}: the signed bytes of a manifest in base64, and its detached signature. */
public record SiteRegistration(String manifest, String signature) {
    /** Base64 takes four characters for three bytes. */
    public static final int MAX_BYTES = Manifest.MAX_BYTES / 3 * 4 + 64 * 1024;

    public SiteRegistration {
        Check.text("manifest", manifest, MAX_BYTES);
        Check.text("signature", signature, 16 * 1024);
    }

    public static SiteRegistration of(SignedManifest signed) {
        return new SiteRegistration(Base64.getEncoder().encodeToString(signed.bytes()), signed.signature());
    }
}
