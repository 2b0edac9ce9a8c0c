import { readFileSync } from 'node:fs';
import type { Bytes } from '../src/bytes';

/* The files of protocol/vectors, which the Java tests read too. Tests run in browser-client/. */

const REPEATED = /<<(.+?)\*(\d+)>>/gs;

/** A text with `<<x*n>>` written out. */
export const expand = (text: string): string =>
  text.replace(REPEATED, (_, unit: string, times: string) => unit.repeat(Number(times)));

export function vectors<T>(file: string): T {
  return JSON.parse(readFileSync(`../protocol/vectors/${file}`, 'utf8')) as T;
}

/** Byte i is the top byte of ((i + seed) * 0x9E3779B1) mod 2^32. */
export function content(size: number, seed: number): Bytes {
  return Uint8Array.from({ length: size }, (_, i) => Math.imul(i + seed, 0x9e3779b1) >>> 24);
}
