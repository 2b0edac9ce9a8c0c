package org.deploynet.control.earnings;

/**
 * The owner took the network's present ledger for the right one.
 *
 * @param evidence the file in which both signatures are kept
 * @param askedAgain microcredits of confirmed receipts that are handed in once more
 */
public record LedgerAccepted(String evidence, long askedAgain) {}
