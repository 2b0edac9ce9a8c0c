/** The one DTLS fingerprint of a session description; two different ones are refused, since only one could be bound to a ticket. */
export function fingerprintOf(sdp: string): string | undefined {
  const lines = sdp.split(/\r?\n/).filter((line) => line.startsWith('a=fingerprint:'));
  const [one, ...more] = new Set(lines.map((line) => line.slice('a=fingerprint:'.length).trim()));
  return one !== undefined && more.length === 0 && /^sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(one)
    ? one
    : undefined;
}
