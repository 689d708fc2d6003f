import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desiredRows } from '../../src/cdktf/desired-rows.ts';
import { type DesiredRow, naturalRowKey } from '../../src/cdktf/row-types.ts';
import type { Authority, Desired } from '../../src/compile/desired.ts';
import type { Row } from '../../src/terraform/provider/protocol/row.ts';
import { idOfRow } from '../../src/terraform/standalone/schema/natural-key.ts';
import { attributesOf } from '../../src/terraform/standalone/schema/resource-tables.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';
import { must } from '../connector/connections.ts';
import { packagesIn } from './app.ts';
import { temporary } from './stacks.ts';

const EXAMPLES = ['appcircle', 'bilbis', 'gorules', 'holding', 'lumoauth', 'oten', 'cdktf'] as const;

function desiredIn(example: string): readonly Desired[] {
  return must(loadWorkspace(`examples/${example}`, '2027-03-01T00:00:00Z')).organizations;
}

function owned(desired: Desired, by: 'full' | 'declared'): Desired {
  const authority: Authority = { scope: by, role: by, member: by, group: by, assignment: by };
  return { ...desired, authority };
}

const CASES = EXAMPLES.flatMap((example) =>
  desiredIn(example).flatMap((desired) =>
    (['full', 'declared'] as const).map((by) => [desired.organization, by, owned(desired, by)] as const),
  ),
);

describe.each(CASES)('the rows of %s, %s', (_name, by, desired) => {
  const rows = desiredRows(desired);
  const keyOf = ({ type, key }: DesiredRow) => naturalRowKey(type, key);
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));

  it('have keys of their own, hold what the provider knows and what it requires, and no computed value', () => {
    expect(byKey.size).toBe(rows.length);
    for (const { type, key, attributes } of rows) {
      const table = attributesOf(type);
      const written = Object.entries({ ...attributes });
      for (const [name] of written)
        expect(table[name]?.mode, `${type}.${name}`).toMatch(/^(required|optional)/);
      for (const [name, { mode }] of Object.entries(table))
        if (mode === 'required') expect(attributes, key).toHaveProperty([name]);
      const row = JSON.parse(JSON.stringify(attributes)) as Row;
      expect(idOfRow(type, row)?.toLowerCase()).toBe(key.toLowerCase());
    }
  });

  it('can be made one after another: each after what it stands on, in no ring', () => {
    const made = new Set<string>();
    const making = new Set<string>();
    const make = (key: string): void => {
      if (made.has(key)) return;
      expect(making, `a ring at ${key}`).not.toContain(key);
      making.add(key);
      const row = byKey.get(key);
      expect(row, `${key} is waited for and not there`).toBeDefined();
      for (const before of row?.after ?? []) make(before);
      made.add(key);
    };
    for (const key of byKey.keys()) make(key);
    // Who holds something is there before, and so is what is held.
    for (const { type, key, after } of rows)
      if (type === 'bylaw_assignment' && key.includes('|group:'))
        expect(after).toContain(
          naturalRowKey('bylaw_group', key.slice(key.indexOf('|group:') + '|group:'.length)),
        );
  });

  it('are the same whatever the order of the documents', () => {
    const canon = (list: readonly DesiredRow[]) =>
      list.map((row) => JSON.stringify({ ...row, after: [...row.after].sort() })).sort();
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...desired.resources], { minLength: desired.resources.length }),
        (some) => {
          expect(canon(desiredRows({ ...desired, resources: some }))).toEqual(canon(rows));
        },
      ),
      { seed: 3, numRuns: 5 },
    );
  });

  it(`say what is held ${by === 'full' ? 'by rosters, one for each scope' : 'by assignments'}`, () => {
    const of = (type: string) => rows.filter((row) => row.type === type);
    const scopes = desired.resources.filter(({ type }) => type === 'scope').length;
    expect(of('bylaw_roster')).toHaveLength(by === 'full' ? scopes : 0);
    if (by === 'full') expect(of('bylaw_assignment')).toHaveLength(0);
    else
      expect(of('bylaw_assignment')).toHaveLength(
        desired.resources.filter(({ type }) => type === 'assignment').length,
      );
  });
});

/** In a process of its own, as an app is. */
const PROGRAM = `
import { App, TerraformStack } from 'cdktf';
import { Access } from 'bylaw/cdktf';
const app = new App({ outdir: 'out' });
const stack = new TerraformStack(app, 'big');
const access = Access.fromFiles(stack, 'access', { workspace: '.', provider: { url: 'http://x' } });
app.synth();
console.log(access.rows.size);
`;

it('five thousand rows are written', () => {
  const folder = temporary();
  packagesIn(folder);
  writeFileSync(
    join(folder, 'bylaw.yaml'),
    'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["*.acme.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
  );
  const people = Array.from({ length: 4_900 }, (_, at) => `  p${at}@acme.example:\n`).join('');
  const groups = Array.from(
    { length: 99 },
    (_, at) => `  g${at}: { title: "Group ${at}", members: [p${at}@acme.example] }\n`,
  ).join('');
  writeFileSync(
    join(folder, 'all.acme.yaml'),
    `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: full\nmembers:\n${people}groups:\n${groups}`,
  );
  writeFileSync(join(folder, 'main.mjs'), PROGRAM);
  const { stdout, stderr } = spawnSync(process.execPath, ['main.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(Number(stdout)).toBe(5_000);
});
