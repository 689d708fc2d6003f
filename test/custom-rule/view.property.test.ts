/** The view of random organizations: it has what access is, and an expression that passes the check finds all it asks for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedRule } from '../../src/custom-rule/answer-question.ts';
import { celProgram, parseCel } from '../../src/custom-rule/cel-evaluator.ts';
import { type ExpressionType, typeOf } from '../../src/custom-rule/expression-type.ts';
import { LoadedView } from '../../src/custom-rule/loaded-view.ts';
import { ruleView, type ViewedOrganization } from '../../src/custom-rule/rule-view.ts';
import type { GrantView } from '../../src/custom-rule/view-data.ts';
import {
  fieldsOf,
  VIEW_ELEMENTS,
  VIEW_OBJECTS,
  VIEW_PARTS,
  VIEW_VARIABLES,
  type ViewElement,
} from '../../src/custom-rule/view-table.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { known } from '../../src/source/known.ts';
import { naiveAccess } from '../access/naive.ts';
import { anyChange } from '../access/random.ts';

const anyViewed = anyChange.map(
  ({ platform, before, after }): ViewedOrganization => ({
    organization: 'acme',
    platform,
    instant: '2026-06-15T12:00:00Z',
    judged: after,
    desired: after,
    live: before,
    changes: [
      ...after.map((resource) => ({
        action: 'update',
        address: resource.address,
        after: resource,
        because: { text: 'it differs' },
        fields: [
          { field: 'title', kind: 'text', before: null, after: 'x' } as const,
          { field: 'members', kind: 'entries', added: [{ entry: 'a' }], removed: [] } as const,
        ],
      })),
      ...before.map((resource) => ({
        action: 'delete',
        address: resource.address,
        before: resource,
        because: { text: 'nobody wrote it' },
      })),
    ],
  }),
);

/** Permissions by person and scope. */
function cellsOf(grants: readonly GrantView[]): ReadonlyMap<string, readonly string[]> {
  const cells = new Map<string, readonly string[]>();
  for (const { person, permissions, scopes } of grants) {
    for (const { path } of scopes) {
      const cell = `${person.key} on ${path}`;
      expect(cells.has(cell), `${cell} stands once`).toBe(false);
      cells.set(cell, [...permissions].sort());
    }
  }
  return cells;
}

/** With `beside`, what is named there is asked about as well. */
function naiveCells(
  { platform, judged, live }: ViewedOrganization,
  side: 'judged' | 'live',
  beside: readonly Resource[] = [],
): ReadonlyMap<string, readonly string[]> {
  const resources = side === 'judged' ? judged : known(live, 'what is live');
  const access = naiveAccess(platform, resources, beside);
  const cells = new Map<string, readonly string[]>();
  for (const member of resources.filter((one) => one.type === 'member')) {
    for (const scope of resources.filter((one) => one.type === 'scope')) {
      const { path } = scope.attributes;
      const held = access.permissions(member.attributes.member, path);
      if (held.length > 0) cells.set(`${member.attributes.member} on ${path}`, [...held].sort());
    }
  }
  return cells;
}

describe('the view', () => {
  it('has exactly the access that there is, and what differs', () => {
    fc.assert(
      fc.property(anyViewed, (viewed) => {
        const { view } = ruleView(viewed, new Set(VIEW_PARTS));
        const part = (name: 'before' | 'after' | 'gained' | 'lost') => cellsOf(known(view.parts[name], name));
        const [before, after] = [naiveCells(viewed, 'live'), naiveCells(viewed, 'judged')];
        expect(part('before')).toEqual(before);
        expect(part('after')).toEqual(after);
        const all = [...viewed.judged, ...known(viewed.live, 'what is live')];
        const [then, now] = [naiveCells(viewed, 'live', all), naiveCells(viewed, 'judged', all)];
        const lacking = (from: typeof before, to: typeof before) =>
          new Map(
            [...to].flatMap(([cell, held]) => {
              const more = held.filter((one) => !(from.get(cell) ?? []).includes(one));
              return more.length === 0 ? [] : [[cell, more] as const];
            }),
          );
        expect(part('gained')).toEqual(lacking(then, now));
        expect(part('lost')).toEqual(lacking(now, then));
      }),
    );
  });

  it('has the fields of its table, and no others', () => {
    fc.assert(
      fc.property(anyViewed, (viewed) => {
        const { view } = ruleView(viewed, new Set(VIEW_PARTS));
        const seen = (value: unknown, type: ExpressionType): void => {
          if (type.kind === 'list') for (const one of value as readonly unknown[]) seen(one, type.of);
          else if (type.kind === 'map') for (const one of Object.values(value as object)) seen(one, type.of);
          else if (type.kind === 'object') {
            const fields = known(fieldsOf(type.name), type.name);
            expect(Object.keys(value as object).sort()).toEqual(Object.keys(fields).sort());
            for (const [name, field] of Object.entries(fields))
              seen((value as Record<string, unknown>)[name], typeOf(field.type));
          } else expect(typeof value).toBe('string');
        };
        const { judged, desired, live, changes, ...access } = view.parts;
        for (const one of [judged, desired, live]) seen(one, typeOf('organization'));
        seen(changes, typeOf('list<change>'));
        seen(access, typeOf('access'));
      }),
      { numRuns: 30 },
    );
  });
});

/** Names of everything, and one of nothing. */
const FIELDS = [...new Set(Object.values(VIEW_OBJECTS).flatMap((fields) => Object.keys(fields))), 'nothing'];
const ELEMENTS = Object.keys(VIEW_ELEMENTS) as readonly ViewElement[];

type Names = ReadonlyMap<string, ExpressionType>;

/** Expressions as somebody would try them: many are right, and in many a name is not of what it is asked for. */
class Tries {
  readonly #draws: readonly number[];
  #at = 0;

  constructor(draws: readonly number[]) {
    this.#draws = draws;
  }

  condition(names: Names, depth = 0): string {
    const [text, type] = this.#chain(names, depth);
    const inside = () =>
      this.condition(new Map([...names, ['x', type.kind === 'list' ? type.of : type]]), depth + 1);
    if (this.#draw(6) === 0 && depth < 3)
      return `(${this.condition(names, depth + 1)} ${this.#of(['&&', '||'])} ${this.condition(names, depth + 1)})`;
    if (this.#draw(12) === 0) return `${text} == ${this.#chain(names, depth)[0]}`;
    switch (type.kind) {
      case 'list':
        if (depth > 2) return `${text}.size() > 0`;
        return `${text}.${this.#of(['exists', 'all', 'exists_one'])}(x, ${inside()})`;
      case 'object':
        return this.#draw(2) === 0
          ? `has(${text}.${this.#of(FIELDS)})`
          : `${text} in ${this.#chain(names, depth)[0]}`;
      case 'map':
        return `"a" in ${text}`;
      case 'timestamp':
        return `${text} < timestamp("2026-01-01T00:00:00Z")`;
      default:
        return this.#of([
          `${text}.startsWith("a")`,
          `${text} == ""`,
          `${text} in ${this.#chain(names, depth)[0]}`,
        ]);
    }
  }

  /** Fields of fields, and lists that are filtered or made into others. */
  #chain(names: Names, depth: number): readonly [string, ExpressionType] {
    let [text, type] = this.#of([...names]);
    for (let step = 0; step < 4; step += 1) {
      if (type.kind === 'object') {
        const fields = known(fieldsOf(type.name), type.name);
        const field = this.#of(this.#draw(15) === 0 ? FIELDS : Object.keys(fields));
        text = `${text}.${field}`;
        type = typeOf(fields[field]?.type ?? 'string');
      } else if (type.kind === 'list') {
        const way = this.#draw(5);
        if (way === 0) [text, type] = [`${text}[0]`, type.of];
        else if (way === 1 && depth < 2)
          text = `${text}.filter(x, ${this.condition(new Map([...names, ['x', type.of]]), depth + 1)})`;
        else if (way === 2 && depth < 2) {
          const [made, of] = this.#chain(new Map([...names, ['x', type.of]]), depth + 1);
          [text, type] = [`${text}.map(x, ${made})`, { kind: 'list', of }];
        } else break;
      } else break;
    }
    return [text, type];
  }

  #draw(below: number): number {
    const drawn = known(this.#draws[this.#at % this.#draws.length], 'a number');
    this.#at += 1;
    return (drawn + this.#at) % below;
  }

  #of<T>(list: readonly T[]): T {
    return known(list[this.#draw(list.length)], 'one of a list');
  }
}

function triedFor(element: ViewElement, draws: readonly number[]): string {
  const { variable } = VIEW_ELEMENTS[element];
  const names = Object.entries(VIEW_VARIABLES).map(([name, { type }]) => [name, typeOf(type)] as const);
  return new Tries(draws).condition(new Map([...names, [variable, typeOf(variable)]]));
}

const anyDraws = fc.array(fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }), {
  minLength: 30,
  maxLength: 30,
});

/** What comes of data, and not of a name or a kind: no check can know it. */
const OF_DATA = /index|out of (bounds|range)/i;

it('an expression that passes the check finds every field, and comes to a yes or no', () => {
  let [passed, wrong] = [0, 0];
  fc.assert(
    fc.property(anyViewed, fc.constantFrom(...ELEMENTS), anyDraws, (viewed, element, draws) => {
      const { view } = ruleView(viewed, new Set(VIEW_PARTS));
      const loaded = new LoadedView(view);
      for (const text of draws.map((one) => triedFor(element, one))) {
        const { condition } = checkedRule({ element, mode: 'forbid', condition: text, message: null });
        if (condition.length > 0) {
          wrong += 1;
          continue;
        }
        passed += 1;
        const parsed = parseCel(text);
        if ('error' in parsed) throw new Error(`${text}: ${parsed.error}`);
        const program = celProgram(parsed.source);
        const { variable } = VIEW_ELEMENTS[element];
        for (const one of [...loaded.elements(element)].slice(0, 5)) {
          const answer = program(Object.assign(Object.create(loaded.variables), { [variable]: one }));
          if ('error' in answer) expect(answer.error, `${element}: ${text}`).toMatch(OF_DATA);
          else expect(typeof answer.value, `${element}: ${text}`).toBe('boolean');
        }
      }
    }),
    { numRuns: 100 },
  );
  console.log(`Of random expressions ${passed} pass the check and ${wrong} do not.`);
  expect(Math.min(passed, wrong)).toBeGreaterThan(300);
});
