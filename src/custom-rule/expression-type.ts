import { known } from '../source/known.ts';

/** What an expression comes to, as far as it is known before it runs. */
export type ExpressionType =
  | { readonly kind: ExpressionScalar }
  | { readonly kind: 'list'; readonly of: ExpressionType }
  | { readonly kind: 'map'; readonly key: ExpressionType; readonly of: ExpressionType }
  /** One of the view: its fields are in the table of the view. */
  | { readonly kind: 'object'; readonly name: string }
  /** Of the kind, or null. */
  | { readonly kind: 'nullable'; readonly of: ExpressionType };

export const SCALAR_KINDS = [
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'null',
  'timestamp',
  'duration',
  'type',
  /** Anything: what it is shows when it runs. */
  'dyn',
  /** Of what an empty list holds. */
  'nothing',
] as const;
type ExpressionScalar = (typeof SCALAR_KINDS)[number];

const SCALARS: ReadonlyMap<string, ExpressionType> = new Map(SCALAR_KINDS.map((kind) => [kind, { kind }]));

export function scalar(kind: ExpressionScalar): ExpressionType {
  return known(SCALARS.get(kind), 'a scalar type');
}

export function listOf(of: ExpressionType): ExpressionType {
  return { kind: 'list', of };
}

/** `list<person>`, `map<string>`, `timestamp?`: how the tables write a type. What is no scalar is an object of the view. */
export function typeOf(written: string): ExpressionType {
  if (written.endsWith('?')) return { kind: 'nullable', of: typeOf(written.slice(0, -1)) };
  const inner = /^(list|map)<(.+)>$/.exec(written);
  if (inner !== null) {
    const of = typeOf(known(inner[2], 'what is in a list or a map'));
    if (inner[1] === 'list') return listOf(of);
    // Keys of the view are texts; a map of anything is by anything.
    return { kind: 'map', key: of.kind === 'dyn' ? of : scalar('string'), of };
  }
  return SCALARS.get(written) ?? { kind: 'object', name: written };
}

const WORDS: Readonly<Record<ExpressionScalar, string>> = {
  bool: 'a yes or no',
  int: 'a whole number',
  uint: 'a whole number with a u',
  double: 'a number with a point',
  string: 'a text',
  bytes: 'bytes',
  null: 'null',
  timestamp: 'an instant',
  duration: 'a duration',
  type: 'a type',
  dyn: 'anything',
  nothing: 'nothing',
};

/** For messages: `a list of texts` would need plurals, so it says of what kind each item is. */
export function typeWords(type: ExpressionType): string {
  switch (type.kind) {
    case 'list':
      return type.of.kind === 'nothing' ? 'an empty list' : `a list (each ${typeWords(type.of)})`;
    case 'map':
      return 'a map';
    case 'object':
      return /^[aeiou]/.test(type.name) ? `an ${type.name}` : `a ${type.name}`;
    case 'nullable':
      return `${typeWords(type.of)} or null`;
    default:
      return WORDS[type.kind];
  }
}

/** What is open fits everywhere; what may be null is taken for what it is if it is not, for null fails when it runs. */
export function fits(actual: ExpressionType, wanted: ExpressionType): boolean {
  if (isOpen(actual) || isOpen(wanted)) return true;
  if (wanted.kind === 'nullable') return actual.kind === 'null' || fits(bare(actual), wanted.of);
  if (actual.kind === 'nullable') return fits(actual.of, wanted);
  if (actual.kind === 'list' && wanted.kind === 'list') return fits(actual.of, wanted.of);
  if (actual.kind === 'map' && wanted.kind === 'map')
    return fits(actual.key, wanted.key) && fits(actual.of, wanted.of);
  if (actual.kind === 'object' && wanted.kind === 'object') return actual.name === wanted.name;
  return actual.kind === wanted.kind;
}

export function isOpen({ kind }: ExpressionType): boolean {
  return kind === 'dyn' || kind === 'nothing';
}

export function bare(type: ExpressionType): ExpressionType {
  return type.kind === 'nullable' ? type.of : type;
}

/** What is either of both. */
export function either(one: ExpressionType, other: ExpressionType): ExpressionType {
  if (one.kind === 'nothing') return other;
  if (other.kind === 'nothing') return one;
  if (one.kind === 'null' && other.kind !== 'null') return { kind: 'nullable', of: bare(other) };
  if (other.kind === 'null' && one.kind !== 'null') return { kind: 'nullable', of: bare(one) };
  if (one.kind === 'list' && other.kind === 'list') return listOf(either(one.of, other.of));
  return fits(one, other) && fits(other, one) ? one : scalar('dyn');
}

export function isNumber({ kind }: ExpressionType): boolean {
  return kind === 'int' || kind === 'uint' || kind === 'double';
}

/** Whether two things can be equal at all. Numbers of all kinds are compared by their value. */
export function canBeEqual(one: ExpressionType, other: ExpressionType): boolean {
  return fits(one, other) || fits(other, one) || (isNumber(bare(one)) && isNumber(bare(other)));
}
