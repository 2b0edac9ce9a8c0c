package org.deploynet.signaling;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import org.deploynet.protocol.key.FastSignatures;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.StartFailure.Reason;
import org.deploynet.signaling.storage.DataFolder;
import org.deploynet.signaling.storage.Schema;
import org.deploynet.signaling.stun.StunServer;

/**
 * A running signaling server: who is online, handshakes, tickets and the ledger, in one process with one SQLite file. Safe
 * from any thread.
 */
public final class SignalingServer implements AutoCloseable {
    private final Assembly assembly;
    private final URI uri;

    private SignalingServer(Assembly assembly, URI uri) {
        this.assembly = assembly;
        this.uri = uri;
    }

    /** Starts it; when this returns, it answers at {@link #uri}. */
    public static SignalingServer start(SignalingOptions options) throws StartFailure {
        // Receipts and proofs are what a server checks all day.
        FastSignatures.use();
        Assembly assembly = null;
        try {
            assembly = Assembly.open(options);
            return new SignalingServer(assembly, assembly.start());
        } catch (Exception e) {
            if (assembly != null) {
                assembly.close();
            }
            throw explained(options, e);
        }
    }

    /** Where it answers HTTP, {@code http://host:port}. */
    public URI uri() {
        return uri;
    }

    /** Where visitors connect, {@code ws://host:port/v1/visitor}: the address for the tag in a page. */
    public URI visitors() {
        return URI.create("ws" + uri.toString().substring("http".length()) + "/v1/visitor");
    }

    /** Where super-peers connect, {@code ws://host:port/v1/super-peer}. */
    public URI superPeers() {
        return URI.create("ws" + uri.toString().substring("http".length()) + "/v1/super-peer");
    }

    /** The name of this network: the hash of the key that signs its tickets. */
    public KeyId network() {
        return assembly.network();
    }

    /** Gives {@code site} whole credits that it can only spend. */
    public void grant(KeyId site, long credits) {
        assembly.budgets().grant(site, credits);
    }

    /** Reads the whole ledger again and throws if its chain or its balances are wrong. Returns the number of entries. */
    public long verifyLedger() {
        return assembly.verifyLedger();
    }

    /** Does now what otherwise happens once a minute; for tests with a clock of their own. */
    void keepHouse() {
        assembly.keepHouse();
    }

    Assembly assembly() {
        return assembly;
    }

    @Override
    public void close() {
        assembly.close();
    }

    private static StartFailure explained(SignalingOptions options, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && !saysWhy(cause)) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case StunServer.Unusable stun -> new StartFailure(Reason.STUN_UNUSABLE, words(stun), e);
            case BindException taken
            when String.valueOf(taken.getMessage()).contains("in use") ->
                new StartFailure(Reason.PORT_TAKEN, "port " + options.port() + " is taken", e);
            case SocketException unusable ->
                new StartFailure(
                        Reason.ADDRESS_UNUSABLE,
                        "cannot listen on " + options.host() + ":" + options.port() + ": " + unusable.getMessage(),
                        e);
            case DataFolder.Damaged damaged -> new StartFailure(Reason.DAMAGED_DATA, words(damaged), e);
            case DataFolder.InUse inUse -> new StartFailure(Reason.FOLDER_IN_USE, words(inUse), e);
            case Schema.Newer newer -> new StartFailure(Reason.NEWER_DATA, words(newer), e);
            case AccessDeniedException denied ->
                new StartFailure(Reason.FOLDER_UNUSABLE, denied.getFile() + ": no permission", e);
            case FileSystemException file ->
                new StartFailure(Reason.FOLDER_UNUSABLE, file.getFile() + ": " + reason(file), e);
            case SQLException damaged -> new StartFailure(Reason.DAMAGED_DATA, words(damaged), e);
            case IllegalStateException damaged -> new StartFailure(Reason.DAMAGED_DATA, words(damaged), e);
            case IOException other -> new StartFailure(Reason.FOLDER_UNUSABLE, words(other), e);
            default -> new StartFailure(Reason.DAMAGED_DATA, cause.toString(), e);
        };
    }

    private static boolean saysWhy(Throwable cause) {
        return cause instanceof StunServer.Unusable
                || cause instanceof SocketException
                || cause instanceof DataFolder.Damaged;
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }

    private static String words(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }
}
