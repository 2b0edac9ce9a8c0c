package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.storage.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferDeskTest {
    private static final String SITE = "5f".repeat(20);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private StateStore state;

    @SuppressWarnings("NullAway.Init")
    private TransferBook book;

    @BeforeEach
    void open() throws IOException {
        state = StateStore.open(folder);
        book = new TransferBook(state, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        state.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, BudgetTransfer.MOST + 1, Long.MAX_VALUE})
    void anAmountOutOfBoundsIsNoOrder(long microcredits) {
        var desk = new TransferDesk(book, () -> true, new Nudges());
        assertThrows(ControlRefusedException.class, () -> desk.order(SITE, microcredits));
        assertEquals(0, book.listed().orders().size());
    }

    @Test
    void withoutANetworkThereAreNoCredits() {
        var desk = new TransferDesk(book, () -> false, new Nudges());
        assertThrows(ControlRefusedException.class, () -> desk.order(SITE, 1));
        assertEquals(0, book.listed().orders().size());
    }

    @Test
    void theLeastAndTheMostAreOrders() throws Exception {
        var desk = new TransferDesk(book, () -> true, new Nudges());
        desk.order(SITE, 1);
        desk.order(SITE, BudgetTransfer.MOST);
        assertEquals(2, book.listed().orders().size());
    }
}
