package org.deploynet.desktop.window.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** When an engine is asked, and which of its answers are shown; it answers when the test says so. */
final class QuestionsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T14:05:20Z");

    private final SlowEngine engine = new SlowEngine();
    private final List<String> shown = new ArrayList<>();
    private final Questions<String> questions = new Questions<>(
            engine, control -> "", shown::add, failure -> shown.add(String.valueOf(failure.getMessage())));

    @BeforeEach
    void startsJavaFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void asksOneThingAtATimeAndAtMostOnceASecond() {
        questions.take(NOW);
        questions.take(NOW.plusSeconds(2));
        assertEquals(1, engine.asked.size());
        answer(0, "one");
        questions.take(NOW.plusMillis(900));
        assertEquals(1, engine.asked.size());
        questions.take(NOW.plusMillis(1_000));

        assertEquals(2, engine.asked.size());
        assertEquals(List.of("one"), shown);
    }

    @Test
    void anAnswerThatMayBeOlderThanAnOrderIsLeftOut() {
        questions.take(NOW);
        tell();
        answer(0, "before the order");
        questions.take(NOW.plusSeconds(2));
        assertEquals(1, engine.asked.size());
        engine.told.getFirst().complete(null);
        WaitForAsyncUtils.waitForFxEvents();
        questions.take(NOW.plusMillis(100));
        answer(1, "after the order");

        assertEquals(List.of("after the order"), shown);
    }

    @Test
    void anAnswerToAQuestionFromBeforeTheOrderIsLeftOutAlsoWhenItComesLate() {
        questions.take(NOW);
        tell();
        engine.told.getFirst().complete(null);
        WaitForAsyncUtils.waitForFxEvents();
        answer(0, "before the order");

        assertEquals(List.of(), shown);
    }

    @Test
    void aFailureIsShown() {
        questions.take(NOW);
        engine.asked.getFirst().completeExceptionally(new IOException("no engine"));
        WaitForAsyncUtils.waitForFxEvents();

        assertEquals(List.of("no engine"), shown);
    }

    private void tell() {
        new Telling(engine, Texts.of(Locale.US), questions).tell(control -> {}, Telling.refusal());
    }

    private void answer(int question, String text) {
        engine.asked.get(question).complete(text);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static final class SlowEngine implements EngineView {
        private final List<CompletableFuture<Object>> asked = new ArrayList<>();
        private final List<CompletableFuture<Void>> told = new ArrayList<>();

        @Override
        public EngineCondition condition() {
            return new EngineCondition.Quitting();
        }

        @Override
        public Watch watch(Watching watching, Consumer<EngineCondition> target) {
            return () -> {};
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> CompletableFuture<T> ask(Question<T> question) {
            var answer = new CompletableFuture<>();
            asked.add(answer);
            return (CompletableFuture<T>) answer;
        }

        @Override
        public CompletableFuture<Void> tell(Order order) {
            var done = new CompletableFuture<Void>();
            told.add(done);
            return done;
        }

        @Override
        public void startAgain() {}
    }
}
