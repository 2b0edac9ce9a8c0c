package org.deploynet.engine.limits;

/**
 * The bytes that all links together may still send, under the owner's upload limit. Bytes are those on the line, with every
 * header. Safe from any thread.
 */
public final class UploadBudget extends TokenBucket {
    /** {@code bytesPerSecond} may be 0, which sends nothing, or {@link #UNLIMITED}. */
    public UploadBudget(long bytesPerSecond, Ticker ticker) {
        this(bytesPerSecond, ticker, new LineMeter());
    }

    /** As above; {@code line} counts what is sent and says where to stop. */
    public UploadBudget(long bytesPerSecond, Ticker ticker, LineMeter line) {
        super(bytesPerSecond, ticker, line);
    }

    @Override
    void count(LineMeter line, int bytes) {
        line.sent(bytes);
    }
}
