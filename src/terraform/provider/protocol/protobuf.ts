/**
 * Protocol buffers by table: a message is a list of field numbers, kinds and names, and these two functions read and
 * write it. Field presence is kept as it is on the wire: an absent field is `undefined`, a present one is written
 * even when it holds its type's default, as the members of a `oneof` need.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

export type ScalarKind = 'string' | 'bytes' | 'bool' | 'int';
export type FieldKind = ScalarKind | Message;
export type FieldArity = 'one' | 'list' | 'map';

export interface Field<K extends FieldKind = FieldKind, A extends FieldArity = FieldArity> {
  readonly number: number;
  readonly kind: K;
  readonly arity: A;
}

export type MessageFields = { readonly [name: string]: Field };

export interface Message<F extends MessageFields = MessageFields> {
  readonly fields: F;
  readonly byNumber: ReadonlyMap<number, readonly [name: string, field: Field]>;
}

type SingleFieldSpec<K> = K extends 'string'
  ? string
  : K extends 'bytes'
    ? Uint8Array
    : K extends 'bool'
      ? boolean
      : K extends 'int'
        ? number
        : K extends Message<infer F>
          ? Value<F>
          : never;

type FieldValue<T> =
  T extends Field<infer K, infer A>
    ? A extends 'list'
      ? readonly SingleFieldSpec<K>[]
      : A extends 'map'
        ? ReadonlyMap<string, SingleFieldSpec<K>>
        : SingleFieldSpec<K>
    : never;

/** The JavaScript value of a message with these fields. */
export type Value<F extends MessageFields> = { readonly [name in keyof F]?: FieldValue<F[name]> | undefined };

export function defineMessage<const F extends MessageFields>(fields: F): Message<F> {
  const byNumber = new Map(Object.entries(fields).map((entry) => [entry[1].number, entry] as const));
  return { fields, byNumber };
}

export function singleField<const K extends FieldKind>(number: number, kind: K): Field<K, 'one'> {
  return { number, kind, arity: 'one' };
}

/** A repeated field. Numbers are left out: they would be packed, and no message here needs them. */
export function repeatedField<const K extends 'string' | 'bytes' | Message>(
  number: number,
  kind: K,
): Field<K, 'list'> {
  return { number, kind, arity: 'list' };
}

/** A map with string keys: on the wire a repeated message of key (1) and value (2). */
export function mapField<const K extends FieldKind>(number: number, kind: K): Field<K, 'map'> {
  return { number, kind, arity: 'map' };
}

type LooseMessage = Readonly<Record<string, unknown>>;

export function encodeMessage<F extends MessageFields>(message: Message<F>, value: Value<F>): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, message, value as LooseMessage);
  return writer.finish();
}

function writeMessage(writer: BinaryWriter, { fields }: Message, value: LooseMessage): void {
  for (const [name, field] of Object.entries(fields)) {
    const content = value[name];
    if (content === undefined) continue;
    if (field.arity === 'one') writeOne(writer, field.number, field.kind, content);
    else if (field.arity === 'list') {
      for (const element of content as readonly unknown[]) {
        writeOne(writer, field.number, field.kind, element);
      }
    } else {
      for (const [key, element] of content as ReadonlyMap<string, unknown>) {
        writer.tag(field.number, WireType.LengthDelimited).fork();
        writeOne(writer, 1, 'string', key);
        writeOne(writer, 2, field.kind, element);
        writer.join();
      }
    }
  }
}

function writeOne(writer: BinaryWriter, number: number, fieldKind: FieldKind, value: unknown): void {
  if (fieldKind === 'string') writer.tag(number, WireType.LengthDelimited).string(value as string);
  else if (fieldKind === 'bytes') writer.tag(number, WireType.LengthDelimited).bytes(value as Uint8Array);
  else if (fieldKind === 'bool') writer.tag(number, WireType.Varint).bool(value as boolean);
  else if (fieldKind === 'int') writer.tag(number, WireType.Varint).int64(value as number);
  else {
    writer.tag(number, WireType.LengthDelimited).fork();
    writeMessage(writer, fieldKind, value as LooseMessage);
    writer.join();
  }
}

/** Byte fields of the result are views into `bytes`, not copies. Unknown fields are skipped. */
export function decodeMessage<F extends MessageFields>(message: Message<F>, bytes: Uint8Array): Value<F> {
  return readMessage(new BinaryReader(bytes), bytes.length, message) as Value<F>;
}

function readMessage(reader: BinaryReader, end: number, { byNumber }: Message): LooseMessage {
  const value: Record<string, unknown> = {};
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const found = byNumber.get(number);
    if (found === undefined || wireType !== wireTypeOf(found[1])) {
      reader.skip(wireType, number);
      continue;
    }
    const [name, field] = found;
    if (field.arity === 'one') {
      value[name] = readOne(reader, field.kind);
    } else if (field.arity === 'list') {
      value[name] ??= [];
      (value[name] as unknown[]).push(readOne(reader, field.kind));
    } else {
      value[name] ??= new Map();
      (value[name] as Map<string, unknown>).set(...readEntry(reader, field.kind));
    }
    if (reader.pos > end) throw new RangeError('a field runs past the end of its message');
  }
  return value;
}

function wireTypeOf({ kind, arity }: Field): WireType {
  return arity === 'one' && (kind === 'bool' || kind === 'int') ? WireType.Varint : WireType.LengthDelimited;
}

function readOne(reader: BinaryReader, fieldKind: FieldKind): unknown {
  if (fieldKind === 'string') return reader.string();
  if (fieldKind === 'bytes') return reader.bytes();
  if (fieldKind === 'bool') return reader.bool();
  if (fieldKind === 'int') return Number(reader.int64());
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a message runs past the end of the input');
  return readMessage(reader, end, fieldKind);
}

function readEntry(reader: BinaryReader, fieldKind: FieldKind): [key: string, value: unknown] {
  const { key, value } = readOne(reader, entryOf(fieldKind)) as { key?: string; value?: unknown };
  return [key ?? '', value === undefined ? emptyOf(fieldKind) : value];
}

const entries = new Map<FieldKind, Message>();

function entryOf(fieldKind: FieldKind): Message {
  const known = entries.get(fieldKind);
  if (known !== undefined) return known;
  const entry = defineMessage({ key: singleField(1, 'string'), value: singleField(2, fieldKind) });
  entries.set(fieldKind, entry);
  return entry;
}

function emptyOf(fieldKind: FieldKind): unknown {
  if (fieldKind === 'string') return '';
  if (fieldKind === 'bytes') return new Uint8Array();
  if (fieldKind === 'bool') return false;
  return fieldKind === 'int' ? 0 : {};
}
