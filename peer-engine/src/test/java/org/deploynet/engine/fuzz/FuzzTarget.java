package org.deploynet.engine.fuzz;

/** One decoder of what strangers say, with what must be true of whatever it reads. One thread. */
public interface FuzzTarget {
    /** The name of the target, and of its folder of inputs. */
    String name();

    /** The longest input worth trying, in bytes; it is longer than what the decoder takes. */
    int maxBytes();

    /**
     * The most heap that reading one input may take, in bytes, what is freed meanwhile and what the rules take included. A fuzzer's
     * watching counts, too, and is most of it: 4 MB where the candidate filter itself takes 23 kB for 716 lines.
     */
    long maxAllocatedBytes();

    /**
     * Has the decoder read an input.
     *
     * @return whether it was read, and not refused
     * @throws AssertionError if what was read breaks a rule
     */
    boolean check(byte[] input);
}
