import { nearest } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import { CEL_ARITHMETIC, CEL_FUNCTIONS, CEL_MACROS, type CelOverload, ORDERED } from './cel-functions.ts';
import {
  bare,
  canBeEqual,
  type ExpressionType,
  either,
  fits,
  isNumber,
  isOpen,
  scalar,
  typeOf,
  typeWords,
} from './expression-type.ts';
import { fieldsOf } from './view-table.ts';

/** A call with what it is given. Operators are calls too, of names such as `_==_`. */
export interface CheckedCall {
  readonly name: string;
  readonly on: ExpressionType | null;
  readonly given: readonly ExpressionType[];
  /** The second argument, where it is written as a text. */
  readonly constant: string | null;
}

interface CallFault {
  readonly message: string;
  readonly hint: string | null;
}

/** Part of the language, and known without a look at what they are given. */
function isOperator(name: string): boolean {
  return /^[@!_-]|_$/.test(name) && !CEL_FUNCTIONS.has(name);
}

/** What can be said before its arguments are looked at: whether there is such a function, and what it takes. */
export function callFault(name: string, isMethod: boolean, count: number): CallFault | null {
  if (isOperator(name)) return null;
  const overloads = CEL_FUNCTIONS.get(name);
  if (overloads === undefined) return unknownFunction(name);
  const alike = overloads.filter(({ on }) => (on !== null) === isMethod);
  if (alike.length === 0) {
    const hint = isMethod ? `Write ${name}(…).` : `Write it behind what it is asked of: x.${name}(…).`;
    return { message: `The function ${name} is not called like this.`, hint };
  }
  const counts = [...new Set(alike.map(({ takes }) => takes.length))];
  if (counts.includes(count)) return null;
  const wanted = counts.join(' or ');
  return {
    message: `The function ${name} takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${count}.`,
    hint: null,
  };
}

function unknownFunction(name: string): CallFault {
  if (CEL_MACROS.some((macro) => macro === name)) {
    const how = name === 'has' ? 'has(x.field)' : `list.${name}(x, …)`;
    return {
      message: `${name} is not written like this.`,
      hint: `Write ${how}, with one name for the item.`,
    };
  }
  const close = nearest(name, [...CEL_FUNCTIONS.keys(), ...CEL_MACROS]);
  const hint = close === null ? 'docs/custom-rules.md lists all functions.' : `Did you mean \`${close}\`?`;
  return { message: `There is no function ${quote(name)}.`, hint };
}

/** What the call comes to, or why it cannot work. */
export function callType(call: CheckedCall): ExpressionType | CallFault {
  const { name, given } = call;
  const [one = scalar('dyn'), other = scalar('dyn')] = given;
  switch (name) {
    case '_&&_':
    case '_||_':
    case '!_':
      return bools(given) ?? scalar('bool');
    case '@not_strictly_false':
      return scalar('bool');
    case '_?_:_':
      return bools(given.slice(0, 1)) ?? either(other, given[2] ?? scalar('dyn'));
    case '_==_':
    case '_!=_':
      return canBeEqual(one, other) ? scalar('bool') : neverEqual(one, other);
    case '_<_':
    case '_<=_':
    case '_>_':
    case '_>=_':
      return inOrder(bare(one), bare(other)) ?? scalar('bool');
    case '_[_]':
      return indexed(bare(one), bare(other), call.constant);
    case '@in':
      return contained(one, bare(other)) ?? scalar('bool');
    case '_+_':
      if (bare(one).kind === 'list' && bare(other).kind === 'list') return either(bare(one), bare(other));
  }
  const overloads = CEL_ARITHMETIC.get(name) ?? CEL_FUNCTIONS.get(name) ?? [];
  return resolved(call, overloads);
}

function resolved(call: CheckedCall, overloads: readonly CelOverload[]): ExpressionType | CallFault {
  const matching = overloads.filter((overload) => takes(overload, call));
  const [first, ...rest] = matching;
  if (first !== undefined) return rest.reduce((type, { gives }) => either(type, gives), first.gives);
  const on = call.on === null ? '' : `${typeWords(call.on)}, with `;
  const given = call.given.map(typeWords).join(' and ') || 'nothing';
  const called = CEL_ARITHMETIC.has(call.name)
    ? `The operator ${signOf(call.name)}`
    : `The function ${call.name}`;
  return { message: `${called} does not go with ${on}${given}.`, hint: null };
}

function takes(overload: CelOverload, { on, given }: CheckedCall): boolean {
  if (overload.takes.length !== given.length || (overload.on === null) !== (on === null)) return false;
  if (overload.on !== null && on !== null && !fits(on, overload.on)) return false;
  return overload.takes.every((wanted, at) => fits(given[at] ?? scalar('dyn'), wanted));
}

function signOf(name: string): string {
  return name.replaceAll('_', '');
}

function bools(given: readonly ExpressionType[]): CallFault | null {
  const wrong = given.find((type) => !fits(type, scalar('bool')));
  if (wrong === undefined) return null;
  return { message: `A yes or no is needed here, and this is ${typeWords(wrong)}.`, hint: null };
}

function neverEqual(one: ExpressionType, other: ExpressionType): CallFault {
  const isNull = one.kind === 'null' || other.kind === 'null';
  return {
    message: `${isNull ? 'This is never null' : 'These are never equal'}: ${typeWords(one)} and ${typeWords(other)}.`,
    hint: isNull ? 'A text that is not there is "", a list [].' : null,
  };
}

function inOrder(one: ExpressionType, other: ExpressionType): CallFault | null {
  if (isOpen(one) || isOpen(other)) return null;
  if (isNumber(one) && isNumber(other)) return null;
  if (one.kind === other.kind && ORDERED.has(one.kind)) return null;
  return { message: `These have no order: ${typeWords(one)} and ${typeWords(other)}.`, hint: null };
}

function indexed(
  list: ExpressionType,
  key: ExpressionType,
  constant: string | null,
): ExpressionType | CallFault {
  if (isOpen(list)) return scalar('dyn');
  if (list.kind === 'list' && (isOpen(key) || isNumber(key))) return list.of;
  if (list.kind === 'map' && fits(key, list.key)) return list.of;
  if (list.kind === 'object' && constant !== null) {
    const found = fieldsOf(list.name)?.[constant];
    if (found !== undefined) return typeOf(found.type);
  }
  return { message: `${typeWords(key)} finds nothing in ${typeWords(list)}.`, hint: null };
}

function contained(item: ExpressionType, list: ExpressionType): CallFault | null {
  if (isOpen(list)) return null;
  if (list.kind === 'list' && canBeEqual(item, list.of)) return null;
  if (list.kind === 'map' && canBeEqual(item, list.key)) return null;
  if (list.kind === 'list' || list.kind === 'map')
    return { message: `${typeWords(item)} is never in ${typeWords(list)}.`, hint: null };
  return {
    message: `Nothing is in ${typeWords(list)}.`,
    hint: 'Write what to look through: a list, or a map.',
  };
}
