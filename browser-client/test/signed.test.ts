import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { utf8 } from '../src/bytes';
import { verifyManifest } from '../src/content/manifest';
import { verifyCompact, verifyDetached } from '../src/key/jws';
import { SessionKey } from '../src/key/session-key';
import { isFor, verifyTicket } from '../src/wire/ticket';
import { expand, vectors } from './vectors';

interface Case {
  name: string;
  jws: string;
  valid: boolean;
}
const file = vectors<{
  manifests: { name: string; site: string; now: string; bytes: string; signature: string; valid: boolean }[];
  tickets: Case[];
  receipts: Case[];
}>('signed.json');

async function networkId(): Promise<string> {
  const first = file.tickets[0];
  assert.ok(first);
  const signed = await verifyCompact('deploynet-ticket', first.jws, 4096);
  assert.ok(signed);
  return signed.by;
}

describe('manifests', () => {
  for (const { name, site, now, bytes, signature, valid } of file.manifests) {
    test(name, async () => {
      const manifest = await verifyManifest(utf8(bytes), signature, site, Date.parse(now));
      assert.equal(typeof manifest === 'object', valid, String(manifest));
    });
  }

  test('a valid one says what its files are', async () => {
    const [valid] = file.manifests;
    assert.ok(valid);
    const manifest = await verifyManifest(utf8(valid.bytes), valid.signature, valid.site, Date.parse(valid.now));
    assert.ok(typeof manifest === 'object');
    assert.equal(manifest.sequence, 412);
    assert.deepEqual(manifest.files.get('/img/hero.avif'), {
      id: '9b74'.repeat(16),
      size: 183_422,
      type: 'image/avif',
    });
  });

  test('bytes that are not UTF-8 are no manifest', async () => {
    const [valid] = file.manifests;
    assert.ok(valid);
    const bytes = utf8(valid.bytes);
    bytes[5] = 0xff;
    assert.equal(await verifyManifest(bytes, valid.signature, valid.site, Date.parse(valid.now)), 'manifest-signature');
  });
});

describe('tickets', () => {
  for (const { name, jws, valid } of file.tickets) {
    // A super-peer pins the network's key and does not look at the header's; a page knows only the network's id.
    const expected = valid && name !== 'signed under another name';
    test(name, async () => {
      assert.equal((await verifyTicket(expand(jws), await networkId())) !== undefined, expected);
    });
  }

  test('a ticket is for one visit', async () => {
    const ticket = await verifyTicket(file.tickets[0]?.jws ?? '', await networkId());
    assert.ok(ticket);
    const { site, link, peer, visitorFingerprint, sessionKey } = ticket;
    const visit = { site, link, peer, visitorFingerprint, sessionKey };
    assert.ok(isFor(ticket, visit));
    const other = 'ab'.repeat(20);
    assert.equal(isFor(ticket, { ...visit, site: other }), false);
    assert.equal(isFor(ticket, { ...visit, peer: other }), false);
    assert.equal(isFor(ticket, { ...visit, link: 'l2' }), false);
    assert.equal(isFor(ticket, { ...visit, visitorFingerprint: ticket.peerFingerprint }), false);
    assert.equal(isFor(ticket, { ...visit, sessionKey: { ...sessionKey, x: sessionKey.y } }), false);
  });
});

describe('receipts', () => {
  test('are exactly the three fields, signed by the key of this visit', async () => {
    const session = await SessionKey.generate();
    const jws = await session.signReceipt({ ticket: 't1', count: 2, bytes: 262_145 });
    const [, payload] = jws.split('.');
    assert.equal(Buffer.from(payload ?? '', 'base64url').toString(), '{"ticket":"t1","count":2,"bytes":262145}');
    const [valid] = file.receipts;
    const theirs = Buffer.from(valid?.jws.split('.')[1] ?? '', 'base64url').toString();
    assert.equal(Buffer.from(payload ?? '', 'base64url').toString(), theirs, 'byte for byte what Java writes');
    assert.ok(await verifyCompact('deploynet-receipt', jws, 4096));
    assert.equal(await verifyCompact('deploynet-ticket', jws, 4096), undefined);
    assert.ok(jws.length <= 4096);
  });

  test('cannot be signed by reading the key out', async () => {
    const session = await SessionKey.generate();
    const { secret } = session as unknown as { secret: CryptoKey };
    assert.equal(secret.extractable, false);
    await assert.rejects(crypto.subtle.exportKey('jwk', secret));
  });

  for (const { name, jws } of file.receipts.filter(({ name }) =>
    /^(alg|typ|a critical|sig|payload|another)/.test(name),
  )) {
    test(`${name} is not a signature by its header's key`, async () => {
      const isHonest = name === 'another key, honestly named';
      assert.equal((await verifyCompact('deploynet-receipt', jws, 4096)) !== undefined, isHonest);
    });
  }

  test('no detached signature passes for another kind', async () => {
    const [valid] = file.manifests;
    assert.ok(valid);
    assert.ok(await verifyDetached('deploynet-manifest', valid.signature, utf8(valid.bytes)));
    assert.equal(await verifyDetached('deploynet-ticket', valid.signature, utf8(valid.bytes)), undefined);
  });
});
