package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.ZoneOffset;
import java.util.Locale;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.desktop.window.SampleConditions;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OverviewFiguresTest {
    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "de", "ar"})
    void creditsSayWhenAnotherSuperPeerOfTheAddressIsPaid(String language) {
        Texts texts = Texts.of(Locale.forLanguageTag(language));
        var figures = new Figures(texts, ZoneOffset.UTC);
        String said = texts.get("engine.earnings.shares-address");
        EngineSnapshot paid = SampleConditions.automatic().figures().orElseThrow();
        assertNotEquals(said, OverviewFigures.of(paid, texts, figures).credits().more());
        assertEquals(
                said, OverviewFigures.of(unpaid(paid), texts, figures).credits().more());
    }

    /** The same snapshot, of a super-peer whose address another one had first. */
    private static EngineSnapshot unpaid(EngineSnapshot now) {
        return new EngineSnapshot(
                now.at(),
                now.engine(),
                now.condition(),
                now.transfer(),
                now.fetched(),
                now.browsers(),
                now.credits().whileAnotherIsPaid(),
                now.nat(),
                now.cache(),
                now.signaling(),
                now.upload(),
                now.automatic(),
                now.allowance(),
                now.filling(),
                now.sites(),
                now.events());
    }
}
