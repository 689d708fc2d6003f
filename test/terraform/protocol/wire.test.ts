import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticMessage, GetProviderSchema } from '../../../src/terraform/provider/protocol/messages.ts';
import {
  decodeMessage,
  defineMessage,
  encodeMessage,
  mapField,
  repeatedField,
  singleField,
} from '../../../src/terraform/provider/protocol/protobuf.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const Inner = defineMessage({ text: singleField(1, 'string'), flag: singleField(15, 'bool') });
const Outer = defineMessage({
  text: singleField(1, 'string'),
  bytes: singleField(2, 'bytes'),
  flag: singleField(3, 'bool'),
  whole: singleField(16, 'int'),
  inner: singleField(2000, Inner),
  texts: repeatedField(5, 'string'),
  inners: repeatedField(6, Inner),
  byName: mapField(7, Inner),
  numbers: mapField(8, 'int'),
});

/** A leading byte order mark is swallowed by every UTF-8 decoder of the platform; lone surrogates have no UTF-8. */
const text = fc.string({ unit: 'binary' }).filter((value) => !value.startsWith('\ufeff'));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const some = <T>(arbitrary: fc.Arbitrary<T>) => optional(fc.array(arbitrary, { minLength: 1 }));
const entries = <T>(arbitrary: fc.Arbitrary<T>) =>
  optional(fc.array(fc.tuple(text, arbitrary), { minLength: 1 }).map((pairs) => new Map(pairs)));
const whole = fc.maxSafeInteger();
const inner = fc.record({ text: optional(text), flag: optional(fc.boolean()) });
const outer = fc.record({
  text: optional(text),
  bytes: optional(fc.uint8Array()),
  flag: optional(fc.boolean()),
  whole: optional(whole),
  inner: optional(inner),
  texts: some(text),
  inners: some(inner),
  byName: entries(inner),
  numbers: entries(whole),
});

describe('wire', () => {
  it('writes the bytes the format asks for', () => {
    const attribute = { steps: [{ attributeName: 'm' }, { elementKey: 'k' }] };
    const value = { severity: 1, summary: 'a', detail: 'b', attribute };
    const bytes = encodeMessage(DiagnosticMessage, value);
    expect(hex(bytes)).toBe('0801' + '120161' + '1a0162' + '220a' + '0a030a016d' + '0a0312016b');
    expect(decodeMessage(DiagnosticMessage, bytes)).toEqual(value);
  });

  it('writes maps as entries, and negative numbers in ten bytes', () => {
    const Counts = defineMessage({ counts: mapField(3, 'int') });
    const bytes = encodeMessage(Counts, { counts: new Map([['é', -1]]) });
    expect(hex(bytes)).toBe(`1a0f0a02c3a910${'ff'.repeat(9)}01`);
    expect(decodeMessage(Counts, bytes)).toEqual({ counts: new Map([['é', -1]]) });
  });

  it('keeps an empty member of a oneof', () => {
    const Step = defineMessage({
      attributeName: singleField(1, 'string'),
      elementKey: singleField(2, 'string'),
    });
    expect(hex(encodeMessage(Step, { elementKey: '' }))).toBe('1200');
  });

  it('gives map entries without key or value the empty ones', () => {
    const Counts = defineMessage({ counts: mapField(3, 'int'), inners: mapField(4, Inner) });
    const value = decodeMessage(Counts, Buffer.from('1a00' + '2200', 'hex'));
    expect(value).toEqual({ counts: new Map([['', 0]]), inners: new Map([['', {}]]) });
  });

  it('skips fields it does not know, and fields of another wire type', () => {
    // 4: varint, 20: fixed64, 21: bytes, 22: fixed32, then 3 (a bool) as bytes, then 1.
    const bytes = Buffer.from(`2001a101${'00'.repeat(8)}aa010161b501${'00'.repeat(4)}1a01610a0162`, 'hex');
    expect(decodeMessage(Outer, bytes)).toEqual({ text: 'b' });
  });

  it('refuses bytes that are cut off', () => {
    const bytes = encodeMessage(Outer, { inner: { text: 'abc' }, text: 'abc' });
    for (let length = 1; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      const whole = [5].includes(length);
      if (whole) expect(decodeMessage(Outer, cut)).toEqual({ text: 'abc' });
      else expect(() => decodeMessage(Outer, cut), `${length} bytes`).toThrow();
    }
  });

  it('refuses a message that claims more than its parent holds', () => {
    expect(() =>
      decodeMessage(GetProviderSchema.response, Buffer.from('0a04' + '1206' + '0a00', 'hex')),
    ).toThrow();
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(outer, (value) => {
        expect(decodeMessage(Outer, encodeMessage(Outer, value))).toEqual(
          Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)),
        );
      }),
    );
  });

  it('reads bytes as views, not copies', () => {
    const bytes = encodeMessage(Outer, { bytes: new Uint8Array(100) });
    expect(decodeMessage(Outer, bytes).bytes?.buffer).toBe(bytes.buffer);
  });
});
