package org.deploynet.engine.assembly;

import java.util.Optional;

/**
 * What an engine asks of whoever runs it.
 *
 * @param stop a face asks for shutdown
 * @param startAgain out of safe mode: close this engine and start another
 * @param recycle the same, because this one has taken too much memory; absent for who cannot start another: it goes on
 */
public record EngineCalls(Runnable stop, Runnable startAgain, Optional<Runnable> recycle) {}
