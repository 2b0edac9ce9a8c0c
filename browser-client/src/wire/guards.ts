/*
 * What has been read from outside is `unknown` until one of these says that it is what it should be. Each bounds what it lets
 * through; unknown fields are ignored.
 */

export type Guard<T> = (value: unknown) => value is T;
export type Guarded<G> = G extends Guard<infer T> ? T : never;

/** Whole numbers; 2^53 is the largest bound in use, which a double holds exactly. */
export const int =
  (min: number, max: number): Guard<number> =>
  (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

export const text =
  (maxChars: number): Guard<string> =>
  (value): value is string =>
    typeof value === 'string' && value.length <= maxChars;

export const matching =
  (pattern: RegExp): Guard<string> =>
  (value): value is string =>
    typeof value === 'string' && pattern.test(value);

export const oneOf =
  <const T extends string>(...words: readonly T[]): Guard<T> =>
  (value): value is T =>
    words.some((word) => word === value);

export const list =
  <T>(item: Guard<T>, max: number): Guard<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.length <= max && value.every(item);

export const flag: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Shape = Readonly<Record<string, Guard<unknown>>>;
type Fields<S extends Shape> = { readonly [K in keyof S]: Guarded<S[K]> };

export const fields =
  <S extends Shape>(shape: S): Guard<Fields<S>> =>
  (value): value is Fields<S> =>
    isObject(value) && Object.entries(shape).every(([name, guard]) => guard(value[name]));

export const hex = (digits: number): Guard<string> => matching(new RegExp(`^[0-9a-f]{${digits}}$`));
export const keyId = hex(40);
export const objectId = hex(64);
export const jws = text(4096);

/** A public P-256 key; whether the point is on the curve only WebCrypto says. */
export const jwk = fields({
  kty: oneOf('EC'),
  crv: oneOf('P-256'),
  x: matching(/^[\w-]{43}$/),
  y: matching(/^[\w-]{43}$/),
});
export type Jwk = Guarded<typeof jwk>;

/** The value of a JSON text; undefined where it is not JSON or longer than `maxChars`. */
export function parseJson(json: string, maxChars: number): unknown {
  if (json.length > maxChars) {
    return undefined;
  }
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
