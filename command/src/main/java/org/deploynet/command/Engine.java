package org.deploynet.command;

import java.io.IOException;
import java.nio.file.Path;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.PeerControl;
import org.deploynet.control.place.Places;
import org.deploynet.control.place.PrivateFolder;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.engine.assembly.Build;

/** The running engine of the folders that are meant, for one question or order. */
final class Engine {
    private Engine() {}

    /** Something to ask of an engine. */
    interface Question<T> {
        T ask(PeerControl engine) throws IOException;
    }

    static <T> T ask(Places places, Question<T> question) {
        try (ControlClient client = connect(places)) {
            return question.ask(client);
        } catch (ControlRefusedException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.engine.refused", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.engine.lost", String.valueOf(e.getMessage()));
        }
    }

    private static ControlClient connect(Places places) {
        Path socket = places.socket();
        try {
            PrivateFolder.check(places.runtime());
            return ControlClient.connect(socket, Build.version(), "command");
        } catch (ControlRefusedException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.engine.refused", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO_ENGINE, "command.engine.none", socket.toString());
        }
    }
}
