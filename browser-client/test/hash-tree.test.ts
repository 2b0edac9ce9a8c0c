import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bytes, concat, fromHex, toHex } from '../src/bytes';
import { sha256 } from '../src/content/hash-tree';
import { PieceLayer } from '../src/content/piece-layer';
import { LEAF_BYTES, needsLayer, PIECE_BYTES, pieceCount, pieceLength } from '../src/content/pieces';
import { WholeCheck } from '../src/content/whole-check';
import { content, vectors } from './vectors';

interface ObjectVector {
  size: number;
  seed: number;
  id: string;
  layer?: string[];
}
const file = vectors<{
  published: { source: string; size: number; byte: number; id: string }[];
  publishedLayers: { source: string; size: number; hashesOf: number; id: string; hashes: string[] }[];
  objects: ObjectVector[];
}>('hash-tree.json');
const layers = vectors<{ layers: { name: string; id: string; size: number; layer: string; valid: boolean }[] }>(
  'piece-layers.json',
);

async function isWhole(id: string, bytes: Bytes, size = bytes.length, chunk = 60_000): Promise<boolean> {
  const check = new WholeCheck(id, size);
  for (let at = 0; at < bytes.length; at += chunk) {
    check.add(bytes.subarray(at, at + chunk));
  }
  return check.isRight();
}

async function layerOf(object: ObjectVector): Promise<PieceLayer> {
  const layer = needsLayer(object.size)
    ? await PieceLayer.verify(object.id, object.size, fromHex((object.layer ?? []).join('')))
    : PieceLayer.ofSinglePiece(object.id, object.size);
  assert.ok(layer);
  return layer;
}

describe('published roots', () => {
  for (const { source, size, byte, id } of file.published) {
    test(`${source}: ${size} bytes`, async () => {
      assert.ok(await isWhole(id, new Uint8Array(size).fill(byte)));
    });
  }
  for (const { source, size, hashesOf, id, hashes } of file.publishedLayers) {
    test(`${source}: ${id.slice(0, 8)}`, async () => {
      const row = await upToPieces(hashes.map(fromHex), hashesOf);
      assert.ok(await PieceLayer.verify(id, size, concat(...row)));
    });
  }
});

async function upToPieces(hashes: Bytes[], hashesOf: number): Promise<Bytes[]> {
  let row = hashes;
  let empty: Bytes = new Uint8Array(32);
  for (let height = LEAF_BYTES; height < PIECE_BYTES; height *= 2) {
    if (height >= hashesOf) {
      const above: Bytes[] = [];
      for (let i = 0; i < row.length; i += 2) {
        above.push(await sha256(concat(row[i] ?? empty, row[i + 1] ?? empty)));
      }
      row = above;
    }
    empty = await sha256(concat(empty, empty));
  }
  return row;
}

describe('objects', () => {
  for (const object of file.objects) {
    test(`${object.size} bytes have their id, and each piece its hash`, async () => {
      const bytes = content(object.size, object.seed);
      assert.ok(await isWhole(object.id, bytes));
      assert.ok(await isWhole(object.id, bytes, object.size, 1_000_000), 'cut otherwise');
      const layer = await layerOf(object);
      for (let piece = 0; piece < pieceCount(object.size); piece++) {
        const from = piece * PIECE_BYTES;
        await checkPiece(layer, piece, bytes.slice(from, from + pieceLength(object.size, piece)));
      }
    });
  }

  test('an object with a flipped bit, a byte more or a byte less is another one', async () => {
    for (const { id, size, seed } of file.objects) {
      const bytes = content(size, seed);
      const longer = concat(bytes, new Uint8Array(1));
      assert.equal(await isWhole(id, longer, size), false);
      assert.equal(await isWhole(id, bytes.subarray(1), size), false);
      bytes[size - 1] = (bytes[size - 1] ?? 0) ^ 1;
      assert.equal(await isWhole(id, bytes), false);
    }
  });
});

async function checkPiece(layer: PieceLayer, piece: number, right: Bytes): Promise<void> {
  assert.ok(await layer.matches(piece, right));
  for (const at of [0, right.length >> 1, right.length - 1]) {
    const wrong = right.slice();
    wrong[at] = (wrong[at] ?? 0) ^ 0x80;
    assert.equal(await layer.matches(piece, wrong), false, `bit flipped at ${at} of piece ${piece}`);
  }
  assert.equal(await layer.matches(piece, right.subarray(1)), false);
  assert.equal(await layer.matches(piece, concat(right, new Uint8Array(1))), false);
  assert.equal(await layer.matches(piece + 1, right), false);
}

describe('piece layers', () => {
  for (const { name, id, size, layer, valid } of layers.layers) {
    test(name, async () => {
      assert.equal((await PieceLayer.verify(id, size, fromHex(layer))) !== undefined, valid);
    });
  }

  test('hex goes both ways', () => {
    assert.equal(toHex(fromHex('00ff10')), '00ff10');
  });
});
