/** A toy platform in memory, and a provider of it, for driving the protocol with a real Terraform. */
import { isDeepStrictEqual } from 'node:util';
import {
  type Attributes,
  type ProviderDefinition,
  type Row,
  type RowDiagnostic,
  type RowTypeDefinition,
  UNKNOWN,
} from '../../../src/terraform/provider/protocol/row.ts';

export const TOY = 'registry.terraform.io/bylaw/toy';

export type Members = Readonly<Record<string, string | null>>;

export interface Group {
  readonly title: string | null;
  readonly members: Members | null;
  readonly tags: readonly string[] | null;
  readonly path: readonly string[] | null;
  readonly size: number | null;
  readonly open: boolean | null;
  readonly note: string | null;
  readonly revision: number;
}

/** One platform: groups by name. */
export type System = Map<string, Group>;

export interface Toy {
  readonly systems: Map<string, System>;
  /** Every handler call, as `read one/alpha`. */
  readonly calls: string[];
  /** The groups of the system named `main`. */
  readonly main: System;
}

const attributes: Attributes = {
  name: { type: 'string', mode: 'required', replace: true, description: 'Natural key.' },
  title: { type: 'string', mode: 'optional', description: 'For people.' },
  members: { type: 'map', mode: 'optional', description: 'Role by principal.' },
  tags: { type: 'set', mode: 'optional', description: 'In no order.' },
  path: { type: 'list', mode: 'optional', description: 'In order.' },
  size: { type: 'number', mode: 'optional', description: 'A number.' },
  open: { type: 'bool', mode: 'optional', description: 'A flag.' },
  secret: { type: 'string', mode: 'optional', sensitive: true, description: 'Never shown.' },
  old: { type: 'string', mode: 'optional', deprecated: true, description: 'No longer used.' },
  note: { type: 'string', mode: 'optional-computed', description: 'Given by the platform where left out.' },
  id: { type: 'string', mode: 'computed', description: 'Foreseen.' },
  revision: { type: 'number', mode: 'computed', description: 'Known after apply.' },
};

interface Session {
  readonly name: string;
  readonly groups: System;
}

function toRow(name: string, group: Group): Row {
  return { name, ...group, secret: null, old: null, id: `group:${name}` };
}

function problem(summary: string, detail: string, attribute?: RowDiagnostic['attribute']): RowDiagnostic {
  return { severity: 'error', summary, detail, ...(attribute && { attribute }) };
}

function groupType(toy: Toy): RowTypeDefinition<Session> {
  return {
    name: 'toy_group',
    version: 2,
    description: 'A group of the toy platform.',
    attributes,
    validate({ members, title }) {
      if (title === 'throw in validate') throw new Error('validate threw');
      return Object.entries((members ?? {}) as Members).flatMap(([key, role]) =>
        role === 'invalid' ? [problem('No such role', `"${key}" has it.`, ['members', { key }])] : [],
      );
    },
    plan(prior, proposed, { name }) {
      toy.calls.push(`plan ${name}/${String(proposed.name)}`);
      if (prior !== null && isDeepStrictEqual(prior, proposed)) return { row: proposed };
      const id = typeof proposed.name === 'string' ? `group:${proposed.name}` : UNKNOWN;
      return { row: { ...proposed, id, revision: UNKNOWN } };
    },
    async read(current, { name, groups }) {
      toy.calls.push(`read ${name}/${String(current.name)}`);
      const key = String(current.name);
      const group = groups.get(key);
      if (group === undefined) return { row: null };
      const row: Row = { ...toRow(key, group), secret: current.secret ?? null, old: current.old ?? null };
      return { row: isDeepStrictEqual(current, { ...row }) ? current : row };
    },
    async apply({ prior, planned }, { name, groups }) {
      if (planned === null) {
        toy.calls.push(`delete ${name}/${String(prior?.name)}`);
        if (prior?.title === 'keep') {
          return { row: null, problems: [problem('Cannot delete', 'The platform holds on to it.')] };
        }
        groups.delete(String(prior?.name));
        return { row: null };
      }
      const key = String(planned.name);
      toy.calls.push(`${prior === null ? 'create' : 'update'} ${name}/${key}`);
      if (planned.title === 'throw') throw new Error('the handler threw');
      const wanted = (planned.members ?? null) as Members | null;
      const had = (groups.get(key)?.members ?? {}) as Members;
      const problems: RowDiagnostic[] = [];
      const members: Record<string, string | null> = {};
      for (const [principal, role] of Object.entries(wanted ?? {})) {
        if (role === 'refused') {
          problems.push(problem('Refused', `${principal} is not taken`, ['members', { key: principal }]));
          if (had[principal] !== undefined) members[principal] = had[principal];
        } else members[principal] = role;
      }
      if (planned.title === 'fail') problems.push(problem('Create failed', 'As asked.', ['title']));
      const group = {
        title: planned.title,
        members: wanted === null ? null : members,
        tags: planned.tags,
        path: planned.path,
        size: planned.size,
        open: planned.open,
        note: planned.note === UNKNOWN ? `noted ${key}` : planned.note,
        revision: (groups.get(key)?.revision ?? 0) + 1,
      } as Group;
      if (prior !== null || problems.length === 0) groups.set(key, group);
      const row: Row = { ...toRow(key, group), secret: planned.secret ?? null, old: planned.old ?? null };
      return { row, problems };
    },
    async import(id, { groups }) {
      const group = groups.get(id);
      return { row: group === undefined ? null : toRow(id, group) };
    },
    upgrade(version, state) {
      toy.calls.push(`upgrade from ${version}`);
      const { group_name: name, ...rest } = state as Row;
      return { ...rest, name: name ?? null };
    },
  };
}

export function toyDefinition(toy: Toy): ProviderDefinition<Session> {
  return {
    data: [],
    address: TOY,
    attributes: {
      system: { type: 'string', mode: 'optional', description: 'Which platform.' },
      token: { type: 'string', mode: 'optional', sensitive: true, description: 'Its key.' },
    },
    async configure(config) {
      const name = config.system === null ? 'main' : String(config.system);
      toy.calls.push(`configure ${name}`);
      const groups = toy.systems.get(name);
      if (groups === undefined) {
        return { session: null, problems: [problem('No such system', `There is no ${name}.`, ['system'])] };
      }
      return { session: { name, groups } };
    },
    rows: [groupType(toy)],
  };
}

export function newToy(...systems: readonly string[]): Toy {
  const main: System = new Map();
  const others = systems.map((name): [string, System] => [name, new Map()]);
  return { systems: new Map([['main', main], ...others]), calls: [], main };
}

export function group(values: Partial<Group> = {}): Group {
  const none = { title: null, members: null, tags: null, path: null, size: null, open: null, note: null };
  return { ...none, revision: 1, ...values };
}
