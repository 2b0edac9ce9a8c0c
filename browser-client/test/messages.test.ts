import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFrame } from '../src/wire/data-frame';
import { fingerprintOf } from '../src/wire/fingerprint';
import { readFromPeer } from '../src/wire/link-message';
import { readFromServer } from '../src/wire/signaling-message';
import { expand, vectors } from './vectors';

interface Case {
  name: string;
  text: string;
  valid: boolean;
  only?: 'java';
}

describe('link messages', () => {
  const { messages } = vectors<{ messages: (Case & { to: string })[] }>('link-messages.json');
  for (const { name, to, text, valid } of messages.filter(({ only }) => only === undefined)) {
    test(name, () => {
      const message = readFromPeer(expand(text));
      assert.equal(message !== undefined, valid && to !== 'super-peer');
      if (message !== undefined) {
        assert.deepEqual(message, JSON.parse(expand(text)));
      }
    });
  }
});

describe('signaling messages', () => {
  const { messages } = vectors<{ messages: (Case & { direction: string })[] }>('signaling-messages.json');
  const toVisitor = messages.filter(({ direction, only }) => direction === 'to-visitor' && only === undefined);
  for (const { name, text, valid } of toVisitor) {
    test(name, () => assert.equal(readFromServer(expand(text)) !== undefined, valid));
  }
});

describe('data frames', () => {
  const { frames } = vectors<{
    frames: { name: string; header: string; payloadBytes: number; frame: Record<string, unknown> | null }[];
  }>('data-frames.json');
  for (const { name, header, payloadBytes, frame } of frames) {
    test(name, () => {
      const bytes = Buffer.concat([Buffer.from(header, 'hex'), Buffer.alloc(payloadBytes)]);
      const read = readFrame(new Uint8Array(bytes).buffer);
      if (frame === null) {
        assert.equal(read, undefined);
      } else {
        assert.ok(read);
        const { payload, ...rest } = read;
        assert.deepEqual(rest, frame);
        assert.equal(payload.length, payloadBytes);
      }
    });
  }
});

describe('fingerprints', () => {
  const { fingerprints } = vectors<{ fingerprints: { name: string; sdp: string; fingerprint: string | null }[] }>(
    'addresses.json',
  );
  for (const { name, sdp, fingerprint } of fingerprints) {
    test(name, () => assert.equal(fingerprintOf(sdp), fingerprint ?? undefined));
  }
});
