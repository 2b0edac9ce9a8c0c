package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.media.MediaType;
import java.nio.file.Path;

/** Loads the native library from the folder it is given and does something with it. */
final class LoadsWebRtc {
    private LoadsWebRtc() {}

    public static void main(String[] args) throws Exception {
        boolean loaded = WebRtcLibrary.loadFrom(Path.of(args[0]));
        try (var factories = RtcFactories.forThisMachine();
                var lease = factories.lease()) {
            System.out.println("loaded " + loaded + ", works "
                    + (lease.factory().getRtpSenderCapabilities(MediaType.AUDIO) != null));
        }
    }
}
