/**
 * Rows as Terraform sends them: MessagePack objects with every attribute of the schema and no other, where an unknown
 * value is an extension and null differs from empty.
 * See hashicorp/terraform, docs/plugin-protocol/object-wire-format.md.
 */
import { DecodeError, Decoder, ExtData, type ExtensionCodecType, encode } from '@msgpack/msgpack';
import { RequestRefusal } from './protocol-diagnostics.ts';
import { type Attribute, type Attributes, type Row, type RowValue, UNKNOWN } from './row.ts';

/** Terraform writes a plain unknown as extension 0 and a refined one as 12; the payload is a hint we can ignore. */
const unknowns: ExtensionCodecType<undefined> = {
  tryToEncode: (value) => (value === UNKNOWN ? new ExtData(0, new Uint8Array(1)) : null),
  decode: () => UNKNOWN,
};

const decoder = new Decoder({ extensionCodec: unknowns });

/**
 * The decoder drops a byte order mark at the beginning of a string longer than 200 bytes. Where there are such marks,
 * strings are left to us.
 */
const careful = new Decoder({
  extensionCodec: unknowns,
  rawStrings: true,
  keyDecoder: {
    canBeCached: () => true,
    decode: (bytes, at, length) => textOf(bytes.subarray(at, at + length)),
  },
});
const MARK = Buffer.from('\ufeff');

function decoded(bytes: Uint8Array): unknown {
  const holdsMark = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MARK);
  return holdsMark ? withTexts(careful.decode(bytes)) : decoder.decode(bytes);
}

/** Terraform sends no bytes but those of strings. */
function withTexts(value: unknown): unknown {
  if (value instanceof Uint8Array) return textOf(value);
  if (Array.isArray(value)) return value.map(withTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTexts(inner)]));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** The null value of any type. */
export const NULL_BYTES: Uint8Array = Uint8Array.of(0xc0);

/** Whether these bytes are the null row, without decoding them. No bytes at all mean null as well. */
export function isNullRow(bytes: Uint8Array): boolean {
  return bytes.length === 0 || (bytes.length === 1 && bytes[0] === 0xc0);
}

export interface RowCodec {
  decode(bytes: Uint8Array): Row | null;
  /** What a block says; one that is not there says nothing. */
  decodeBlock(bytes: Uint8Array): Row;
  /** Attributes are written in the order of their names; missing ones as null. Throws on a row that does not fit. */
  encode(row: Row | null): Uint8Array;
  /** A row out of a state's JSON: attributes the table no longer has are dropped, new ones are null. */
  fromState(state: unknown): Row | null;
}

/** The codec of one table of attributes; `of` names the table in messages about rows that do not fit. */
export function rowCodec(of: string, attributes: Attributes): RowCodec {
  const names = Object.keys(attributes).sort();
  const numbers = names.filter((name) => attributes[name]?.type === 'number');

  function pick(source: Readonly<Record<string, unknown>>): Record<string, RowValue> {
    const row: Record<string, RowValue> = {};
    for (const name of names) {
      const value = Object.hasOwn(source, name) ? source[name] : null;
      row[name] = fitting(value ?? null, attributes[name], `${of}.${name}`);
    }
    return row;
  }

  const codec: RowCodec = {
    decodeBlock(bytes) {
      const row = codec.decode(bytes);
      return row === null ? {} : row;
    },
    decode(bytes) {
      if (isNullRow(bytes)) return null;
      const value = unpacked(bytes);
      if (!isObject(value)) throw new TypeError(`${of}: expected an object, got ${describe(value)}`);
      const row = value as Record<string, RowValue>;
      for (const name of numbers) {
        // Numbers that fit neither int64 nor a double are sent as decimal strings.
        if (typeof row[name] === 'string') row[name] = Number(row[name]);
      }
      return row;
    },
    encode(row) {
      if (row === null) return NULL_BYTES;
      const stray = Object.keys(row).find((name) => !Object.hasOwn(attributes, name));
      if (stray !== undefined) throw new TypeError(`${of} has no attribute "${stray}"`);
      return encode(pick(row), { extensionCodec: unknowns });
    },
    fromState(state) {
      if (state === null || state === undefined) return null;
      if (!isObject(state)) throw new TypeError(`${of}: expected an object, got ${describe(state)}`);
      return pick(state);
    },
  };
  return codec;
}

/** A value by itself, as functions are handed. */
export function decodeValue(bytes: Uint8Array): RowValue {
  return bytes.length === 0 ? null : (unpacked(bytes) as RowValue);
}

export function encodeValue(value: RowValue): Uint8Array {
  return encode(value, { extensionCodec: unknowns });
}

/** The decoder refuses one key of maps; whoever wrote it is told how to write it. */
function unpacked(bytes: Uint8Array): unknown {
  try {
    return decoded(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError) || !error.message.includes('__proto__')) throw error;
    throw new RequestRefusal(
      'The key __proto__ cannot be sent',
      'Write !__proto__ instead: it stands for the same name.',
    );
  }
}

/** Whether two values of one attribute are the same to Terraform: the order within a set does not count. */
export function sameValue(type: Attribute['type'], left: RowValue, right: RowValue): boolean {
  if (left === right) return left !== UNKNOWN;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    if (type !== 'set')
      return left.every((element, index) => element !== UNKNOWN && element === right[index]);
    const elements = new Set(right);
    return left.every((element) => element !== UNKNOWN && elements.has(element));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => left[key] !== UNKNOWN && Object.hasOwn(right, key) && left[key] === right[key])
  );
}

function fitting(value: unknown, attribute: Attribute | undefined, path: string): RowValue {
  if (value === null || value === UNKNOWN) return value as RowValue;
  if (attribute !== undefined && fits(value, attribute.type)) return value as RowValue;
  throw new TypeError(`${path} must be a ${attribute?.type}, but is ${describe(value)}`);
}

function fits(value: unknown, type: Attribute['type']): boolean {
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'string') return typeof value === 'string';
  if (type === 'number') return typeof value === 'number' && !Number.isNaN(value);
  if (type === 'map') {
    if (!isObject(value)) return false;
    for (const key in value) {
      const element = value[key];
      if (typeof element !== 'string' && element !== null && element !== UNKNOWN) return false;
    }
    return true;
  }
  return Array.isArray(value) && value.every((element) => typeof element === 'string' || element === UNKNOWN);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
