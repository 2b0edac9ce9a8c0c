package org.deploynet.desktop.assembly;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the desktop process. */
@Command(name = "deploynet", mixinStandardHelpOptions = true)
public final class DesktopMain implements Runnable {
    @Option(names = "--background")
    private boolean background;

    private DesktopMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DesktopMain()).execute(arguments));
    }

    @Override
    public void run() {
        System.getLogger(DesktopMain.class.getName()).log(System.Logger.Level.INFO, "background: " + background);
    }
}
