package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.input.Clipboard;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.desktop.supervise.EngineCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** What the Network screen says of each class, and that it can be tested again. */
final class NetworkScreenTest {
    private final FixedEngine engine = new FixedEngine(SampleConditions.running());
    private final FxRobot robot = new FxRobot();
    private ScreenProbe screen;
    private int seconds;

    @BeforeEach
    void opensTheScreen() throws Exception {
        screen = ScreenProbe.open(engine, Locale.US, "network");
        until(() -> screen.paragraph("network-sentence").startsWith("Moderate: most browsers can connect"));
    }

    @AfterEach
    void closes() {
        screen.close();
    }

    @Test
    void saysWhatWasSeenAndWhatWouldHelp() {
        assertEquals(
                "STUN servers answered at 4 of 4 addresses and ports, the first after 23 ms.",
                screen.paragraph("seen-0"));
        assertEquals("9.9.9.9:40000", screen.paragraph("seen-1"));
        assertEquals("One public address and port, whoever is sent to.", screen.paragraph("seen-2"));
        assertEquals(
                "A port that the router forwards lets nearly every browser in. Switch on UPnP, NAT-PMP or PCP in the router’s"
                        + " settings; or forward some UDP ports from 1024 on to this computer there, and name the same ports here.",
                screen.paragraph("advice-0"));
        assertEquals("Refused (code 606).", screen.paragraph("seen-10"));
        assertFalse(screen.shows("network-nothing"));
    }

    @Test
    void saysWhatToDoOnThisRouterStepByStepAndLetsItBeCopied() throws Exception {
        assertEquals(
                "1. Open http://192.168.178.1 in a browser: that is your router. It calls itself “AVM Berlin FRITZ!Box 7590”.",
                screen.paragraph("step-0"));
        assertEquals(
                "4. Or forward the UDP ports 50000 to 50015 there by hand, to this computer, whose address is 192.168.178.23, each to"
                        + " the same port.",
                screen.paragraph("step-3"));
        screen.press("steps-copy");
        until(() -> screen.find(Button.class, "steps-copy").getText().equals("Copied"));
        String copied = WaitForAsyncUtils.waitForAsyncFx(
                5_000, () -> Clipboard.getSystemClipboard().getString());
        assertEquals(6, copied.lines().count());
        assertTrue(copied.startsWith(screen.paragraph("step-0")), copied);

        become(Optional.of(SampleNetworks.open()));
        until(() -> !screen.shows("network-steps"));
    }

    @Test
    void saysSinceWhenItIsSoAndWhatWasBefore() {
        String latest = screen.paragraph("history-0");
        assertTrue(latest.startsWith("Since ") && latest.endsWith(": Moderate."), latest);
        String before = screen.paragraph("history-1");
        assertTrue(before.startsWith("Before that, since ") && before.endsWith(": Strict."), before);

        become(Optional.of(SampleNetworks.moderate().now(false, SampleNetworks.NOTHING_BESIDE, Optional.empty())));
        until(() -> !screen.shows("network-history"));
    }

    @Test
    void saysWhatShareOfBrowsersConnectsOnceEnoughAreCounted() {
        assertEquals(
                "Of 1,240 browsers paired with super-peers like yours in 90 days, 92 % connected. The other 87 brought no credits.",
                screen.paragraph("network-share"));
        become(Optional.of(SampleNetworks.blocked()));
        until(
                () -> screen.paragraph("network-share")
                        .equals(
                                "How many browsers connect to super-peers like yours is not known yet: too few have been counted, 12 so far."));
        become(Optional.of(SampleNetworks.noneTold()));
        until(() -> screen.paragraph("network-share").endsWith("the network has not said it."));
    }

    @Test
    void isTestedAgainAndSaysSo() {
        screen.press("network-test");
        until(() -> engine.orders().equals(List.of("networkTest")));

        become(Optional.of(SampleNetworks.moderate().now(true, SampleNetworks.NOTHING_BESIDE, Optional.empty())));
        until(() -> screen.paragraph("network-reason").equals("A test is running."));
        assertTrue(screen.find(Button.class, "network-test").isDisabled());

        become(Optional.of(SampleNetworks.open()));
        until(() -> screen.paragraph("network-sentence").startsWith("Open:"));
        assertFalse(screen.find(Button.class, "network-test").isDisabled());
        assertTrue(screen.shows("network-nothing"));
    }

    @Test
    void theOwnerSaysByWhichPortsBrowsersComeIn() {
        assertTrue(screen.find(RadioButton.class, "ports-automatic").isSelected());
        assertFalse(screen.shows("ports-use"));
        screen.press("ports-off");
        until(() -> engine.orders().equals(List.of("ports off")));

        screen.press("ports-by-hand");
        screen.write("ports-entry", "50015-50000");
        screen.press("ports-use");
        until(() -> says(
                "Ports are two numbers from 1024 to 65535 with a dash between, the lower one first: 50000-50015."));
        screen.write("ports-entry", " 50000-50015 ");
        screen.press("ports-use");
        until(() -> engine.orders().equals(List.of("ports off", "ports 50000-50015")));

        become(Optional.of(SampleNetworks.strict()));
        until(() -> !screen.written("ports-entry").contains(" "));
        assertTrue(screen.find(RadioButton.class, "ports-by-hand").isSelected());
        assertEquals("50000-50015", screen.written("ports-entry"));
    }

    @Test
    void theOwnerSaysWhetherHisOwnNetworkIsServed() {
        assertFalse(screen.find(CheckBox.class, "own-network").isSelected());
        screen.press("own-network");
        until(() -> engine.orders().equals(List.of("own network true")));
        // What the screen shows is the engine's word.
        become(Optional.of(SampleNetworks.moderate()));
        until(() -> !screen.find(CheckBox.class, "own-network").isSelected());

        become(Optional.of(SampleNetworks.strict()));
        until(() -> screen.find(CheckBox.class, "own-network").isSelected());
    }

    @Test
    void saysWhatTheNetworkMakesOfItPartByPartOnceItHasSaidSo() {
        assertFalse(screen.shows("network-reputation"));
        reputed(SampleReputations.newcomer());
        until(() -> screen.shows("network-reputation"));
        assertEquals("Reputation: On probation, 28 of 100 points.", screen.paragraph("reputation-score"));
        assertEquals(
                "The probation ends once browsers have signed for 100.0 MB (so far 12.0 MB) and came from 5 different networks on one day"
                        + " (so far 2), or after 7 days with visitors (so far 1).",
                unbroken(screen.paragraph("reputation-note-1")));
        assertEquals("4 browsers connected, 1 did not.", screen.paragraph("reputation-1"));
        assertEquals(
                "Reports that were taken: 1. They came from too few networks to count.",
                screen.paragraph("reputation-5"));
        assertTrue(screen.paragraph("reputation-word").endsWith("It cannot be checked from here."));

        reputed(SampleReputations.demoted());
        until(() -> screen.paragraph("reputation-score").equals("Reputation: Demoted, 0 of 100 points."));
        assertTrue(screen.paragraph("reputation-note-1").startsWith("This lasts until "));
        reputed(SampleReputations.good());
        until(() -> screen.paragraph("reputation-score").equals("Reputation: Good, 84 of 100 points."));
        assertEquals("After 42 ms on average.", screen.paragraph("reputation-3"));
    }

    private void reputed(Reputation word) {
        seconds += 2;
        EngineSnapshot snapshot =
                SampleConditions.after(seconds).figures().orElseThrow().reputed(word);
        engine.become(new EngineCondition.Running(snapshot));
    }

    private static String unbroken(String words) {
        return words.replace('\u00a0', ' ');
    }

    @Test
    void aRefusalStandsBesideTheButton() {
        engine.refuse("the network cannot be tested now");
        screen.press("network-test");

        until(() -> says("The engine did not take it: the network cannot be tested now"));
    }

    @Test
    void whatWasSeenStaysWhileTheEngineDoesNotAnswer() {
        become(Optional.empty());

        until(() -> says("No news of the network: the engine did not answer within 10 s"));
        assertEquals("9.9.9.9:40000", screen.paragraph("seen-1"));
    }

    private void become(Optional<NetworkReport> report) {
        engine.reached(report);
        seconds += 2;
        engine.become(SampleConditions.after(seconds));
    }

    private boolean says(String words) {
        return robot.lookup(words).tryQuery().isPresent();
    }
}
