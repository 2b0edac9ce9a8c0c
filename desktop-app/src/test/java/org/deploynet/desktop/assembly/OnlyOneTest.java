package org.deploynet.desktop.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnlyOneTest {
    @TempDir
    Path data;

    private Places places = new Places(Path.of(""), Path.of(""), Path.of(""), Path.of(""));

    @BeforeEach
    void choosePlaces() {
        places = new PlaceRules(Map.of(), Map.of("os.name", "Linux", "user.home", data.toString(), "user.name", "me"))
                .places(PlaceRules.Chosen.data(data));
    }

    @Test
    void showsTheWindowWhenASecondOneAsks() throws IOException {
        var shown = new AtomicInteger();
        try (OnlyOne first = OnlyOne.become(places).orElseThrow()) {
            first.listen(shown::incrementAndGet);
            OnlyOne.askToShow(places);
            OnlyOne.askToShow(places);
        }

        assertEquals(2, shown.get());
    }

    @Test
    void takesThePlaceOfOneThatIsDead() throws IOException {
        OnlyOne.become(places).orElseThrow().close();
        Files.createFile(places.socket()
                .resolveSibling(places.socket().getFileName().toString().replace(".sock", ".face")));

        try (OnlyOne next = OnlyOne.become(places).orElseThrow()) {
            next.listen(() -> {});
            OnlyOne.askToShow(places);
        }
    }

    @Test
    void saysSoWhenNobodyAnswers() throws IOException {
        OnlyOne.become(places).orElseThrow().close();

        assertThrows(IOException.class, () -> OnlyOne.askToShow(places));
        assertTrue(Files.notExists(places.socket()));
    }
}
