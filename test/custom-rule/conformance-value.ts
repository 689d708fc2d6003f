/** The values of CEL's conformance cases: as the library takes them, and as a text by which two values are compared. */
import { type CelInput, celUint, isCelList, isCelMap, isCelType, isCelUint } from '@bufbuild/cel';
import type { Value } from '@bufbuild/cel-spec/cel/expr/value_pb.js';
import { getTestRegistry } from '@bufbuild/cel-spec/testdata/registry.js';
import { type Message, toJsonString } from '@bufbuild/protobuf';
import { isReflectMessage } from '@bufbuild/protobuf/reflect';
import { anyUnpack } from '@bufbuild/protobuf/wkt';

export const registry = getTestRegistry();

/** What a rule cannot be given: a message that this environment does not know. */
export class NoSuchValue extends Error {}

export function inputOf({ kind }: Value): CelInput {
  switch (kind.case) {
    case 'nullValue':
      return null;
    case 'uint64Value':
      return celUint(kind.value);
    case 'boolValue':
    case 'int64Value':
    case 'doubleValue':
    case 'stringValue':
    case 'bytesValue':
      return kind.value;
    case 'listValue':
      return kind.value.values.map(inputOf);
    case 'mapValue':
      return new Map(
        kind.value.entries.map(({ key, value }) => [keyOf(inputOf(some(key))), inputOf(some(value))]),
      );
    case 'objectValue':
      return unpacked(kind.value);
    case 'enumValue':
      return BigInt(kind.value.value);
    case 'typeValue':
    case undefined:
      throw new NoSuchValue(`a value of the kind ${kind.case}`);
  }
}

function keyOf(key: CelInput) {
  if (typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean' || isCelUint(key))
    return key;
  throw new NoSuchValue('a key of a map');
}

function unpacked(any: Parameters<typeof anyUnpack>[0]): Message {
  const message = anyUnpack(any, registry);
  if (message === undefined) throw new NoSuchValue(any.typeUrl);
  return message;
}

function some<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A map of the cases has an entry without a value.');
  return value;
}

/** What is expected, as a text. */
export function expectedText(value: Value): string {
  const { kind } = value;
  if (kind.case === 'typeValue') return `type ${kind.value}`;
  if (kind.case === 'listValue') return `[${kind.value.values.map(expectedText).join(', ')}]`;
  if (kind.case === 'mapValue')
    return mapText(
      kind.value.entries.map((entry) => [expectedText(some(entry.key)), expectedText(some(entry.value))]),
    );
  return valueText(inputOf(value));
}

/** What came out, as a text. */
export function valueText(value: unknown): string {
  if (value === null) return 'null';
  if (isCelUint(value)) return `uint ${value.value}`;
  if (isCelType(value)) return `type ${value.name}`;
  if (isCelList(value)) return `[${[...value].map(valueText).join(', ')}]`;
  if (isCelMap(value)) return mapText([...value].map(([key, of]) => [valueText(key), valueText(of)]));
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'bigint') return `int ${value}`;
  // Of the numbers with a point, 0 and -0 are one value, and every NaN is.
  if (typeof value === 'number') return `double ${value === 0 ? 0 : value}`;
  if (isReflectMessage(value)) return messageText(value.message);
  if (isMessage(value)) return messageText(value);
  return `${typeof value} ${JSON.stringify(value)}`;
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && '$typeName' in value;
}

function messageText(message: Message): string {
  const schema = registry.getMessage(message.$typeName);
  if (schema === undefined) throw new NoSuchValue(message.$typeName);
  return `${message.$typeName} ${toJsonString(schema, message, { registry })}`;
}

function mapText(entries: readonly (readonly [string, string])[]): string {
  return `{${entries
    .map(([key, of]) => `${key}: ${of}`)
    .sort()
    .join(', ')}}`;
}
