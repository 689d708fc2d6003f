import type { parse } from '@bufbuild/cel';
import { didYouMean, nearest, nearestFirst } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import { CEL_TYPE_NAMES } from './cel-functions.ts';
import { type CheckedCall, callFault, callType } from './check-call.ts';
import { type ExpressionFault, placeFrom } from './expression-fault.ts';
import {
  bare,
  type ExpressionType,
  either,
  isOpen,
  listOf,
  scalar,
  typeOf,
  typeWords,
} from './expression-type.ts';
import { fieldsOf, VIEW_ELEMENTS, VIEW_VARIABLES, type ViewElement, type ViewPart } from './view-table.ts';

type Parsed = ReturnType<typeof parse>;
type CelExpression = Parsed['expr'];
type Kinds = CelExpression['exprKind'];
type KindOf<C extends Kinds['case']> = Extract<Kinds, { case: C }>['value'];

export interface CheckedExpression {
  readonly faults: readonly ExpressionFault[];
  /** Parts of the view that it asks for. */
  readonly parts: readonly ViewPart[];
}

/** What has been said wrong already is not said again of what is around it. */
const UNKNOWN = scalar('dyn');
const BOOL = scalar('bool');

/** Names, fields, functions and types of an expression, against the table of the view. It does not run. */
export function checkExpression(
  text: string,
  { expr, sourceInfo }: Parsed,
  element: ViewElement,
  wanted: 'bool' | 'string',
): CheckedExpression {
  const walk = new ExpressionWalk(text, (id) => Number(sourceInfo?.positions[id.toString()] ?? 0), element);
  const type = walk.typeOf(expr);
  if (walk.faults.length === 0 && !isOpen(type) && type.kind !== wanted) {
    const asked = wanted === 'bool' ? 'a yes or no' : 'a text';
    walk.faults.push({
      message: `The expression comes to ${typeWords(type)}, and must come to ${asked}.`,
      hint: null,
      ...placeFrom(text, 0),
    });
  }
  return { faults: walk.faults, parts: [...walk.parts] };
}

class ExpressionWalk {
  readonly faults: ExpressionFault[] = [];
  readonly parts = new Set<ViewPart>();
  readonly #text: string;
  readonly #placeOf: (id: bigint) => number;
  readonly #variables: ReadonlyMap<string, ExpressionType>;
  /** Names that macros bring, the innermost last. */
  readonly #local: { readonly name: string; readonly type: ExpressionType }[] = [];

  constructor(text: string, placeOf: (id: bigint) => number, element: ViewElement) {
    this.#text = text;
    this.#placeOf = placeOf;
    const { variable, part } = VIEW_ELEMENTS[element];
    this.parts.add(part);
    this.#variables = new Map([
      ...Object.entries(VIEW_VARIABLES).map(([name, { type }]) => [name, typeOf(type)] as const),
      [variable, typeOf(variable)] as const,
    ]);
  }

  typeOf(expr: CelExpression | undefined): ExpressionType {
    if (expr === undefined) return UNKNOWN;
    const { exprKind } = expr;
    switch (exprKind.case) {
      case 'constExpr':
        return this.#constant(exprKind.value.constantKind.case);
      case 'identExpr':
        return this.#name(expr, exprKind.value.name);
      case 'selectExpr':
        return this.#select(expr, exprKind.value);
      case 'callExpr':
        return this.#call(expr, exprKind.value);
      case 'listExpr':
        return listOf(
          exprKind.value.elements.reduce((type, one) => either(type, this.typeOf(one)), scalar('nothing')),
        );
      case 'structExpr':
        return this.#struct(expr, exprKind.value);
      case 'comprehensionExpr':
        return this.#comprehension(exprKind.value);
      default:
        return UNKNOWN;
    }
  }

  #constant(kind: string | undefined): ExpressionType {
    switch (kind) {
      case 'boolValue':
        return BOOL;
      case 'int64Value':
        return scalar('int');
      case 'uint64Value':
        return scalar('uint');
      case 'doubleValue':
        return scalar('double');
      case 'stringValue':
        return scalar('string');
      case 'bytesValue':
        return scalar('bytes');
      case 'nullValue':
        return scalar('null');
      default:
        return UNKNOWN;
    }
  }

  #name(expr: CelExpression, written: string): ExpressionType {
    const name = written.replace(/^\./, '');
    const local = this.#local.findLast((one) => one.name === name);
    if (local !== undefined && !written.startsWith('.')) return local.type;
    const type = this.#variables.get(name);
    if (type === undefined) {
      if (CEL_TYPE_NAMES.has(name)) return scalar('type');
      const known = [...this.#variables.keys(), ...this.#local.map((one) => one.name)].filter(isWritable);
      return this.#fault(expr, `There is no ${quote(name)} here.`, {
        hint: didYouMean(name, known) ?? `There is: ${known.join(', ')}.`,
      });
    }
    if (name === 'desired' || name === 'live' || name === 'changes') this.parts.add(name);
    // Without a field of it, all that it has may be meant.
    if (name === 'access') for (const part of ACCESS_PARTS) this.parts.add(part);
    return type;
  }

  #select(expr: CelExpression, { operand, field, testOnly }: KindOf<'selectExpr'>): ExpressionType {
    const qualified = qualifiedName(expr);
    if (qualified !== null && CEL_TYPE_NAMES.has(qualified)) return scalar('type');
    const type = bare(this.#operand(operand, field));
    const found = this.#field(expr, type, field);
    return testOnly ? BOOL : found;
  }

  /** Of `access.gained` only that part is asked for. */
  #operand(operand: CelExpression | undefined, field: string): ExpressionType {
    const part = ACCESS_PARTS.find((one) => one === field);
    const isAccess =
      operand?.exprKind.case === 'identExpr' &&
      operand.exprKind.value.name === 'access' &&
      !this.#local.some(({ name }) => name === 'access');
    if (!isAccess || part === undefined) return this.typeOf(operand);
    this.parts.add(part);
    return typeOf('access');
  }

  #field(expr: CelExpression, type: ExpressionType, field: string): ExpressionType {
    if (isOpen(type)) return UNKNOWN;
    if (type.kind === 'map') return type.of;
    const fields = type.kind === 'object' ? fieldsOf(type.name) : null;
    if (fields === null) {
      const message = `${capital(typeWords(type))} has no fields, so there is no ${quote(field)}.`;
      const hint =
        type.kind === 'list' ? 'Ask its items: exists(x, …), all(x, …), filter(x, …) or map(x, …).' : null;
      return this.#fault(expr, message, { hint, afterDot: true });
    }
    const found = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (found !== undefined) return typeOf(found.type);
    const names = Object.keys(fields);
    const close = nearest(field, names);
    return this.#fault(expr, `${capital(typeWords(type))} has no field ${quote(field)}.`, {
      hint: close === null ? `It has: ${nearestFirst(field, names)}.` : `Did you mean \`${close}\`?`,
      afterDot: true,
    });
  }

  #call(expr: CelExpression, { target, function: name, args }: KindOf<'callExpr'>): ExpressionType {
    // `strings.quote(x)` is a function of that whole name, and no field of anything.
    const space = target?.exprKind.case === 'identExpr' ? target.exprKind.value.name : null;
    const isBound =
      space !== null && (this.#variables.has(space) || this.#local.some((one) => one.name === space));
    const isSpace = space !== null && !isBound && !CEL_TYPE_NAMES.has(space);
    const call: CheckedCall = {
      name: isSpace ? `${space}.${name}` : name,
      on: target === undefined || isSpace ? null : this.typeOf(target),
      given: [],
      constant: constantText(args[1]),
    };
    const fault = callFault(call.name, call.on !== null, args.length);
    // What is in a call that there is not may be a name that only it would bring.
    if (fault !== null)
      return this.#fault(expr, fault.message, { hint: fault.hint, afterDot: target !== undefined });
    const given = args.map((one) => this.typeOf(one));
    const type = callType({ ...call, given });
    if ('kind' in type) return type;
    return this.#fault(expr, type.message, { hint: type.hint, afterDot: target !== undefined });
  }

  #struct(expr: CelExpression, { messageName, entries }: KindOf<'structExpr'>): ExpressionType {
    if (messageName !== '')
      return this.#fault(expr, `There are no messages such as ${quote(messageName)} in rules.`, {
        hint: 'Write a map: {"key": value}.',
      });
    let [key, of] = [scalar('nothing'), scalar('nothing')];
    for (const { keyKind, value } of entries) {
      if (keyKind.case === 'mapKey') key = either(key, this.typeOf(keyKind.value));
      of = either(of, this.typeOf(value));
    }
    return { kind: 'map', key, of };
  }

  /** What a macro was made into: a loop over a list or over the keys of a map. */
  #comprehension({
    iterVar,
    iterRange,
    accuVar,
    accuInit,
    loopCondition,
    loopStep,
    result,
  }: KindOf<'comprehensionExpr'>): ExpressionType {
    const range = bare(this.typeOf(iterRange));
    let item = UNKNOWN;
    if (range.kind === 'list') item = range.of;
    else if (range.kind === 'map') item = range.key;
    else if (!isOpen(range) && iterRange !== undefined)
      this.#fault(iterRange, `${capital(typeWords(range))} is no list, and has no items.`, {
        hint: null,
        afterDot: iterRange.exprKind.case === 'selectExpr',
      });
    const first = this.typeOf(accuInit);
    this.#local.push({ name: accuVar, type: first }, { name: iterVar, type: item });
    this.typeOf(loopCondition);
    const step = this.typeOf(loopStep);
    this.#local.pop();
    this.#local.pop();
    this.#local.push({ name: accuVar, type: either(first, step) });
    const type = this.typeOf(result);
    this.#local.pop();
    return type;
  }

  #fault(
    { id }: CelExpression,
    message: string,
    { hint, afterDot = false }: { readonly hint: string | null; readonly afterDot?: boolean },
  ): ExpressionType {
    this.faults.push({ message, hint, ...placeFrom(this.#text, this.#placeOf(id), { afterDot }) });
    return UNKNOWN;
  }
}

const ACCESS_PARTS = ['before', 'after', 'gained', 'lost'] as const satisfies readonly ViewPart[];

/** What macros keep their result in is nothing that somebody can write. */
function isWritable(name: string): boolean {
  return !name.startsWith('@');
}

/** `google.protobuf.Timestamp`; null for what is no chain of names. */
function qualifiedName({ exprKind }: CelExpression): string | null {
  if (exprKind.case === 'identExpr') return exprKind.value.name;
  if (exprKind.case !== 'selectExpr' || exprKind.value.operand === undefined) return null;
  const before = qualifiedName(exprKind.value.operand);
  return before === null ? null : `${before}.${exprKind.value.field}`;
}

function constantText(expr: CelExpression | undefined): string | null {
  if (expr?.exprKind.case !== 'constExpr') return null;
  const { constantKind } = expr.exprKind.value;
  return constantKind.case === 'stringValue' ? constantKind.value : null;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
