package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The three asynchronous steps of an answer, as calls that wait for their end. */
final class Descriptions {
    private static final int PATIENCE_SECONDS = 5;

    private Descriptions() {}

    static void set(String step, Consumer<SetSessionDescriptionObserver> start)
            throws HandshakeException, InterruptedException {
        var done = new CompletableFuture<Boolean>();
        start.accept(new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                done.complete(true);
            }

            @Override
            public void onFailure(String error) {
                done.completeExceptionally(new IllegalStateException());
            }
        });
        await(step, done);
    }

    static RTCSessionDescription create(String step, Consumer<CreateSessionDescriptionObserver> start)
            throws HandshakeException, InterruptedException {
        var done = new CompletableFuture<RTCSessionDescription>();
        start.accept(new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                done.complete(description);
            }

            @Override
            public void onFailure(String error) {
                done.completeExceptionally(new IllegalStateException());
            }
        });
        return await(step, done);
    }

    // The native error quotes the session description, which holds addresses.
    private static <T> T await(String step, CompletableFuture<T> done) throws HandshakeException, InterruptedException {
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new HandshakeException("WebRTC refused to " + step);
        } catch (TimeoutException e) {
            throw new HandshakeException("WebRTC took longer than " + PATIENCE_SECONDS + " s to " + step, e);
        }
    }
}
