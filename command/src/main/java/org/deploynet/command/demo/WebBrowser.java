package org.deploynet.command.demo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens an address in the person's own browser, where there is a desktop. */
final class WebBrowser {
    private WebBrowser() {}

    static void open(String address) {
        try {
            new ProcessBuilder(command(address))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noDesktop) {
            System.getLogger(WebBrowser.class.getName()).log(System.Logger.Level.DEBUG, "no browser opened", noDesktop);
        }
    }

    private static List<String> command(String address) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", address);
        }
        return List.of(system.startsWith("mac") ? "open" : "xdg-open", address);
    }
}
