package org.deploynet.command.publish;

import java.io.IOException;
import java.io.InputStream;

/** The script that sites embed, as it came with this program. */
public final class BrowserScript {
    private static final String RESOURCE = "/org/deploynet/command/browser/deploynet.js";

    private BrowserScript() {}

    public static byte[] bytes() throws PublishFailure {
        try (InputStream script = BrowserScript.class.getResourceAsStream(RESOURCE)) {
            if (script == null) {
                throw new PublishFailure("publish.noBrowserScript");
            }
            return script.readAllBytes();
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.noBrowserScript");
        }
    }
}
