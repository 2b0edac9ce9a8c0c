import { ChangingNetwork } from "../../test-kit/e2e/lib/changing-network.js";

/**
 * A super-peer behind a router whose address changes over and over: how long until a new visitor is served again, from the moment when
 * the new address is there, and what the engine's process keeps of it. Run by ./deploynet bench changes [--quick | CHANGES].
 */
const [, , word] = process.argv;
const CHANGES = word === "--quick" ? 10 : Number(word ?? 200);
const READINGS = 10;
/** What a process takes the first times belongs to the start. */
const WARM_UP = Math.ceil(CHANGES / READINGS);
const PROMISED_MS = 10_000;

const network = await ChangingNetwork.started();
try {
  const took = [];
  const readings = [];
  while (took.length < CHANGES) {
    const dead = await network.links();
    await network.changeAddress();
    took.push(await network.untilServed());
    if (took.length % WARM_UP === 0) {
      await network.untilForgotten(dead);
      readings.push(await network.resources());
      console.log(`${String(took.length).padStart(5)} changes: ${said(readings.at(-1))}`);
    }
  }
  const [first, last] = [readings[0], readings.at(-1)];
  const of = (share) => `${(sorted(took)[Math.ceil(share * took.length) - 1] / 1_000).toFixed(2)} s`;
  console.log(
    `${CHANGES} changes of the address: served again after ${of(0.5)} (median), ${of(0.99)} (p99), ${of(1)} (most); within ${PROMISED_MS / 1_000} s each: ${verdict(Math.max(...took) <= PROMISED_MS)}`,
  );
  const growth = last.residentBytes - first.residentBytes;
  const keeps = last.threads <= first.threads + 1 && last.descriptors <= first.descriptors + 1;
  console.log(
    `between the changes ${WARM_UP} and ${CHANGES}: ${said(first)} and ${said(last)}, ${(growth / 1_000 / (CHANGES - WARM_UP)).toFixed(0)} kB a change; threads and descriptors flat: ${verdict(keeps)}`,
  );
} finally {
  await network.stop();
}

function sorted(numbers) {
  return numbers.toSorted((a, b) => a - b);
}

function said({ threads, descriptors, residentBytes }) {
  return `${threads} threads, ${descriptors} descriptors, ${(residentBytes / 1e6).toFixed(1)} MB resident`;
}

function verdict(holds) {
  return holds ? "reached" : "missed";
}
