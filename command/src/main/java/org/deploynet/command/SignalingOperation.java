package org.deploynet.command;

import org.deploynet.signaling.SignalingAdmin;
import org.deploynet.signaling.SignalingAdmin.NotRunning;
import org.deploynet.signaling.SignalingAdmin.Refused;

/** Something an operator asks of the running server of one data folder. */
@FunctionalInterface
interface SignalingOperation<T> {
    T run(SignalingAdmin admin) throws NotRunning, Refused;

    /** Asks, and turns a failure into a sentence and an exit code. */
    static <T> T ask(SignalingCommand of, SignalingOperation<T> operation) {
        try (SignalingAdmin admin = SignalingAdmin.of(of.data())) {
            return operation.run(admin);
        } catch (NotRunning e) {
            throw new CommandFailure(
                    ExitCode.NO_ENGINE, "signaling.none", of.data().toString());
        } catch (Refused e) {
            throw new CommandFailure(ExitCode.ERROR, "signaling.refused", String.valueOf(e.getMessage()));
        }
    }
}
