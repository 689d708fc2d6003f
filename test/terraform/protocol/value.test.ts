import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attributes, Row, RowValue } from '../../../src/terraform/provider/protocol/row.ts';
import { UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import { isNullRow, rowCodec, sameValue } from '../../../src/terraform/provider/protocol/row-codec.ts';

const attribute = { mode: 'optional', description: '' } as const;
const attributes: Attributes = {
  text: { type: 'string', ...attribute },
  flag: { type: 'bool', ...attribute },
  count: { type: 'number', ...attribute },
  members: { type: 'map', ...attribute },
  tags: { type: 'set', ...attribute },
  path: { type: 'list', ...attribute },
};
const codec = rowCodec('toy', attributes);
const only = (name: string) =>
  rowCodec('toy', Object.fromEntries(Object.entries(attributes).filter(([other]) => other === name)));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The MessagePack library refuses this key when decoding, to protect prototypes. */
const key = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constant(`\ufeff${'x'.repeat(300)}`))
  .filter((name) => name !== '__proto__');
/** Some with a byte order mark at the beginning, long enough that another decoder is taken. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary' }).map((rest) => `\ufeff${rest}`),
  fc.string({ unit: 'binary', maxLength: 3 }).map((rest) => `\ufeff${rest}${'x'.repeat(300)}`),
);
const orUnknown = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary }, { weight: 1, arbitrary: fc.constant(UNKNOWN) });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => orUnknown(fc.option(arbitrary));
const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true })).filter((n) => !Object.is(n, -0));
const row = fc.record({
  text: orNull(text),
  flag: orNull(fc.boolean()),
  count: orNull(number),
  members: orNull(fc.dictionary(key, orUnknown(fc.option(text)), { noNullPrototype: true })),
  tags: orNull(fc.uniqueArray(text)),
  path: orNull(fc.array(orUnknown(text))),
});

describe('row values', () => {
  it('writes the bytes the format asks for', () => {
    const expected = bytes(
      `86 a5 ${hex(Buffer.from('count'))} 03 a4 ${hex(Buffer.from('flag'))} c3
       a7 ${hex(Buffer.from('members'))} 82 a1 6b a1 76 a1 6e c0
       a4 ${hex(Buffer.from('path'))} 92 a1 79 d4 00 00 a4 ${hex(Buffer.from('tags'))} c0
       a4 ${hex(Buffer.from('text'))} d4 00 00`.replaceAll(/\s/g, ''),
    );
    const value: Row = {
      text: UNKNOWN,
      members: { k: 'v', n: null },
      path: ['y', UNKNOWN],
      flag: true,
      count: 3,
    };
    expect(hex(codec.encode(value))).toBe(hex(expected));
    expect(codec.decode(expected)).toEqual({ ...value, tags: null });
  });

  it('keeps null and empty apart', () => {
    expect(hex(only('members').encode({ members: {} }))).toBe(`81a7${hex(Buffer.from('members'))}80`);
    expect(hex(only('members').encode({ members: null }))).toBe(`81a7${hex(Buffer.from('members'))}c0`);
    expect(hex(only('tags').encode({ tags: [] }))).toBe(`81a4${hex(Buffer.from('tags'))}90`);
    expect(only('text').decode(bytes('81 a4 74657874 a0'))).toEqual({ text: '' });
  });

  it('reads any extension as unknown: plain, refined, nested', () => {
    expect(only('text').decode(bytes('81 a4 74657874 d4 00 00'))).toEqual({ text: UNKNOWN });
    expect(only('text').decode(bytes('81 a4 74657874 c7 03 0c 81 01 c2'))).toEqual({ text: UNKNOWN });
    expect(only('path').decode(bytes('81 a4 70617468 92 c7 03 0c 81 01 c2 a1 61'))).toEqual({
      path: [UNKNOWN, 'a'],
    });
    const nested = bytes(`81 a7 ${hex(Buffer.from('members'))} 81 a1 6b d4 00 00`);
    expect(only('members').decode(nested)).toEqual({ members: { k: UNKNOWN } });
  });

  it('reads numbers sent as text', () => {
    const decimal = `81 a5 ${hex(Buffer.from('count'))} a4 ${hex(Buffer.from('1.55'))}`;
    expect(only('count').decode(bytes(decimal))).toEqual({ count: 1.55 });
  });

  it('takes nothing at all, and nil, for the null row', () => {
    expect(codec.decode(new Uint8Array())).toBeNull();
    expect(codec.decode(bytes('c0'))).toBeNull();
    expect(hex(codec.encode(null))).toBe('c0');
    expect(isNullRow(bytes('80'))).toBe(false);
  });

  it('reads back what it wrote, however often', () => {
    fc.assert(
      fc.property(row, (value) => {
        const written = codec.encode(value);
        const read = codec.decode(written);
        expect(read).toEqual(value);
        expect(hex(codec.encode(read))).toBe(hex(written));
      }),
    );
  });

  it('refuses rows that do not fit the table', () => {
    expect(() => codec.encode({ stray: 1 })).toThrow('toy has no attribute "stray"');
    expect(() => codec.encode({ text: 1 })).toThrow(
      'toy.text must be a string, but is a value of type number',
    );
    expect(() => codec.encode({ members: ['a'] })).toThrow('toy.members must be a map, but is an array');
    expect(() => codec.encode({ members: { a: 1 } as unknown as RowValue })).toThrow('toy.members');
    expect(() => codec.encode({ tags: { a: 'b' } })).toThrow('toy.tags must be a set');
    expect(() => codec.encode({ count: Number.NaN })).toThrow('toy.count');
  });

  it('carries a state over by name', () => {
    expect(codec.fromState({ text: 'a', gone: { x: 1 }, members: { k: 'v' } })).toEqual({
      text: 'a',
      flag: null,
      count: null,
      members: { k: 'v' },
      tags: null,
      path: null,
    });
  });

  it('compares as terraform does', () => {
    expect(sameValue('set', ['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameValue('list', ['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameValue('set', ['a'], ['a', 'b'])).toBe(false);
    expect(sameValue('map', { a: 'x', b: null }, { b: null, a: 'x' })).toBe(true);
    expect(sameValue('map', { a: 'x' }, { b: 'x' })).toBe(false);
    expect(sameValue('map', {}, null)).toBe(false);
    expect(sameValue('string', UNKNOWN, UNKNOWN)).toBe(false);
    expect(sameValue('list', [UNKNOWN], [UNKNOWN])).toBe(false);
    expect(sameValue('map', { a: UNKNOWN }, { a: UNKNOWN })).toBe(false);
  });
});
