package org.deploynet.signaling.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty thousand random operations against the model; {@code ./deploynet ledger-proof} walks further. */
class LedgerModelTest {
    private static final int OPERATIONS = 4_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ledgerSaysWhatTheModelSaysAfterEachOperation(long seed) throws SQLException {
        try (var walk = new LedgerWalk(folder.resolve("ledger.db"), seed)) {
            walk.walk(OPERATIONS);
        }
    }
}
