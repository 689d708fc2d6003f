import { type ExpressionType, typeOf } from './expression-type.ts';

/** One form of a function. */
export interface CelOverload {
  /** What it is called on, for `text.startsWith(…)`; null for one that stands alone. */
  readonly on: ExpressionType | null;
  readonly takes: readonly ExpressionType[];
  readonly gives: ExpressionType;
}

/** `string.(string,int) -> string`, `(int) -> double`. */
function overload(written: string): CelOverload {
  const [left = '', gives = ''] = written.split(' -> ');
  const open = left.indexOf('(');
  const on = open === 0 ? null : typeOf(left.slice(0, open - 1));
  const takes = left.slice(open + 1, -1);
  return { on, takes: takes === '' ? [] : takes.split(',').map(typeOf), gives: typeOf(gives) };
}

const ofInstant = ['timestamp.() -> int', 'timestamp.(string) -> int'];
const ofBoth = [...ofInstant, 'duration.() -> int'];

/**
 * The functions that there are: those of CEL's standard library, and its extension for texts. The library that evaluates
 * has no check of its own, so they are listed here; a test calls every one of them.
 */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  size: [
    ...['string', 'bytes', 'list<dyn>', 'map<dyn>'].map((one) => `(${one}) -> int`),
    ...['string', 'bytes', 'list<dyn>', 'map<dyn>'].map((one) => `${one}.() -> int`),
  ],
  int: ['int', 'uint', 'double', 'string', 'timestamp', 'duration'].map((one) => `(${one}) -> int`),
  uint: ['uint', 'int', 'double', 'string'].map((one) => `(${one}) -> uint`),
  double: ['double', 'int', 'uint', 'string'].map((one) => `(${one}) -> double`),
  bool: ['bool', 'string'].map((one) => `(${one}) -> bool`),
  bytes: ['bytes', 'string'].map((one) => `(${one}) -> bytes`),
  string: ['string', 'bool', 'int', 'uint', 'double', 'bytes', 'timestamp', 'duration'].map(
    (one) => `(${one}) -> string`,
  ),
  timestamp: ['timestamp', 'string', 'int'].map((one) => `(${one}) -> timestamp`),
  duration: ['duration', 'string', 'int'].map((one) => `(${one}) -> duration`),
  type: ['(dyn) -> type'],
  dyn: ['(dyn) -> dyn'],
  contains: ['string.(string) -> bool'],
  startsWith: ['string.(string) -> bool'],
  endsWith: ['string.(string) -> bool'],
  matches: ['string.(string) -> bool'],
  getFullYear: ofInstant,
  getMonth: ofInstant,
  getDate: ofInstant,
  getDayOfMonth: ofInstant,
  getDayOfWeek: ofInstant,
  getDayOfYear: ofInstant,
  getHours: ofBoth,
  getMinutes: ofBoth,
  getSeconds: ofBoth,
  getMilliseconds: ofBoth,
  charAt: ['string.(int) -> string'],
  indexOf: ['string.(string) -> int', 'string.(string,int) -> int'],
  lastIndexOf: ['string.(string) -> int', 'string.(string,int) -> int'],
  lowerAscii: ['string.() -> string'],
  upperAscii: ['string.() -> string'],
  replace: ['string.(string,string) -> string', 'string.(string,string,int) -> string'],
  split: ['string.(string) -> list<string>', 'string.(string,int) -> list<string>'],
  substring: ['string.(int) -> string', 'string.(int,int) -> string'],
  trim: ['string.() -> string'],
  join: ['list<string>.() -> string', 'list<string>.(string) -> string'],
  format: ['string.(list<dyn>) -> string'],
  'strings.quote': ['(string) -> string'],
};

export const CEL_FUNCTIONS: ReadonlyMap<string, readonly CelOverload[]> = new Map(
  Object.entries(WRITTEN).map(([name, overloads]) => [name, overloads.map(overload)]),
);

const same = (...types: readonly string[]) => types.map((one) => `(${one},${one}) -> ${one}`);

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  '_+_': [
    ...same('int', 'uint', 'double', 'string', 'bytes', 'duration'),
    '(timestamp,duration) -> timestamp',
    '(duration,timestamp) -> timestamp',
  ],
  '_-_': [
    ...same('int', 'uint', 'double', 'duration'),
    '(timestamp,timestamp) -> duration',
    '(timestamp,duration) -> timestamp',
  ],
  '_*_': same('int', 'uint', 'double'),
  '_/_': same('int', 'uint', 'double'),
  '_%_': same('int', 'uint'),
  '-_': ['(int) -> int', '(double) -> double'],
};

export const CEL_ARITHMETIC: ReadonlyMap<string, readonly CelOverload[]> = new Map(
  Object.entries(ARITHMETIC).map(([name, overloads]) => [name, overloads.map(overload)]),
);

/** Kinds that have an order. */
export const ORDERED: ReadonlySet<ExpressionType['kind']> = new Set([
  ...(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'] as const),
]);

/** Written like a call, and part of the language. */
export const CEL_MACROS = ['has', 'all', 'exists', 'exists_one', 'map', 'filter'] as const;

/** Names that stand for types. */
export const CEL_TYPE_NAMES: ReadonlySet<string> = new Set([
  ...['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'type', 'null_type'],
  ...['google.protobuf.Timestamp', 'google.protobuf.Duration'],
]);
