import { celList, celMap } from '@bufbuild/cel';
import { known } from '../source/known.ts';
import { celProgram, parseCel } from './cel-evaluator.ts';
import { type ExpressionType, typeOf } from './expression-type.ts';
import { elementsOf, type JudgedElement } from './judged-element.ts';
import type { ViewData } from './view-data.ts';
import {
  fieldsOf,
  VIEW_ELEMENTS,
  VIEW_OBJECTS,
  VIEW_VARIABLES,
  type ViewElement,
  type ViewPart,
} from './view-table.ts';

/** Types of the fields of an object, by name. */
const FIELD_TYPES: ReadonlyMap<string, readonly (readonly [string, ExpressionType])[]> = new Map(
  Object.keys(VIEW_OBJECTS).map((name) => [
    name,
    Object.entries(known(fieldsOf(name), 'an object of the view')).map(
      ([field, { type }]) => [field, typeOf(type)] as const,
    ),
  ]),
);

/** The view in the form that expressions are evaluated over. */
export class LoadedView {
  /** Without a prototype: a name that nobody gave is nothing. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly #data: ViewData;
  /** One object of the view is one value, whoever speaks of it. */
  readonly #values = new WeakMap<object, unknown>();

  constructor(data: ViewData) {
    this.#data = data;
    const { parts } = data;
    const variables: Record<string, unknown> = Object.create(null);
    variables.now = instantOf(data.now);
    for (const name of ['desired', 'live', 'changes'] as const) {
      const part = parts[name];
      if (part !== undefined) variables[name] = this.#value(part, typeOf(VIEW_VARIABLES[name].type));
    }
    const grants = Object.entries(VIEW_OBJECTS.access).flatMap(([name, { type }]) => {
      const part = parts[name as Extract<ViewPart, keyof typeof VIEW_OBJECTS.access>];
      return part === undefined ? [] : [[name, this.#value(part, typeOf(type))] as const];
    });
    variables.access = celMap(new Map(grants) as Parameters<typeof celMap>[0]);
    this.variables = variables;
  }

  /** All elements of a kind, each as the value of its variable. */
  *elements(element: ViewElement): Iterable<unknown> {
    const type = typeOf(VIEW_ELEMENTS[element].variable);
    for (const one of elementsOf(element, this.#data)) yield this.#value(dataOf(one), type);
  }

  #value(data: unknown, type: ExpressionType): unknown {
    if (typeof data !== 'object' || data === null) return data;
    const made = this.#values.get(data);
    if (made !== undefined) return made;
    const value = this.#made(data, type);
    this.#values.set(data, value);
    return value;
  }

  #made(data: object, type: ExpressionType): unknown {
    if (type.kind === 'list' && Array.isArray(data))
      return celList(data.map((one) => this.#value(one, type.of)) as Parameters<typeof celList>[0]);
    const entries =
      type.kind === 'object'
        ? known(FIELD_TYPES.get(type.name), 'the fields of an object of the view').map(
            ([field, of]) => [field, this.#value((data as Record<string, unknown>)[field], of)] as const,
          )
        : Object.entries(data);
    return celMap(new Map<string, unknown>(entries) as Parameters<typeof celMap>[0]);
  }
}

function dataOf(element: JudgedElement): object {
  switch (element.is) {
    case 'organization':
      return element.organization;
    case 'person':
      return element.person;
    case 'group':
      return element.group;
    case 'scope':
      return element.scope;
    case 'role':
      return element.role;
    case 'assignment':
      return element.assignment;
    case 'grant':
      return element.grant;
    case 'change':
      return element.change;
  }
}

/** CEL itself makes an instant of a text. */
function instantOf(text: string): unknown {
  const parsed = parseCel('timestamp(text)');
  if (!('source' in parsed)) throw new Error(parsed.error);
  const answer = celProgram(parsed.source)({ text });
  if ('error' in answer) throw new Error(answer.error);
  return answer.value;
}
