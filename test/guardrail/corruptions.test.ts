/**
 * A workspace of two organizations, broken in ways that still can be read: keys taken out, lists emptied, files lost, cut
 * or swapped, another branch. Either it is refused, or what it takes away is within the limits. `GUARD_RUNS=500` looks further.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { REFUSED_BY_APPLY } from '../../src/plan/guard/refused-by-apply.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { hasErrors } from '../../src/source/diagnostic.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';

const RUNS = Number(process.env.GUARD_RUNS ?? 60);
const NOON = '2026-06-15T12:00:00Z';
const PEOPLE = 1000;

type Files = Readonly<Record<string, string>>;

function workspace(organization: string, people: number, salt: number): Files {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: ${organization}\n`;
  const key = (n: number) => `p${n}@${organization}.example`;
  const teams = Array.from({ length: 10 }, (_, team) => {
    const members = Array.from({ length: people }, (__, n) => n).filter((n) => (n * 7 + salt) % 10 === team);
    const listed = members.map((n) => `      - ${key(n)}\n`).join('');
    return [
      `${organization}/team-${team}.yaml`,
      `${head}groups:\n  team-${team}:\n    roles: [viewer]\n    members:\n${listed}`,
    ] as const;
  });
  const shares = Array.from({ length: 5 }, (_, part) => {
    const members = Array.from({ length: people }, (__, n) => n).filter((n) => n % 5 === part);
    const listed = members.map((n) => `  ${key(n)}: { roles: [${n % 50 === 0 ? 'admin' : 'viewer'}] }\n`);
    return [`${organization}/people-${part}.yaml`, `${head}members:\n${listed.join('')}`] as const;
  });
  return Object.fromEntries([
    [`${organization}/head.yaml`, `${head}platform: lumoauth\nauthority: full\n`],
    ...teams,
    ...shares,
  ]);
}

const RIGHT: Files = {
  'bylaw.yaml':
    'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["acme/*.yaml", "umbra/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "https://one.example" }\n  umbra: { connector: access-api, url: "https://two.example" }\n',
  ...workspace('acme', PEOPLE, 1),
  ...workspace('umbra', 50, 3),
};
const NAMES = Object.keys(RIGHT).filter((name) => name !== 'bylaw.yaml');

const folder = mkdtempSync(join(tmpdir(), 'bylaw-guard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function loaded(files: Files) {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return loadWorkspace(folder, NOON);
}

const LIVE = (() => {
  const read = loaded(RIGHT);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return new Map(
    read.value.organizations.map((desired) => [desired.organization, desired.resources] as const),
  );
})();

/** Some of the lines that are not the head. */
function lines(text: string, keep: (line: string, at: number, of: number) => boolean): string {
  const [all, head] = [text.split('\n'), 4];
  return all.filter((line, at) => at < head || keep(line, at - head, all.length - head)).join('\n');
}

type Damage = (text: string, other: string, share: number) => string | null;

const DAMAGE: Readonly<Record<string, Damage>> = {
  'the file is lost': () => null,
  'the rest is cut': (text, _, share) => lines(text, (_line, at, of) => at < of * share),
  'the beginning is cut': (text, _, share) => lines(text, (_line, at, of) => at >= of * share),
  'keys are taken out': (text, _, share) =>
    lines(text, (line, at) => !line.includes('@') || ((at * 2654435761) % 1000) / 1000 > share),
  'the list is emptied': (text) =>
    text
      .replace(/members:\n(?: {6}- .*\n)+/, 'members: []\n')
      .replace(/^members:\n(?: {2}\S.*\n)+/m, 'members: {}\n'),
  'another file in its place': (_, other) => other,
  'roles are taken out': (text) => text.replaceAll(/roles: \[\w+\]/g, 'roles: []'),
  'a merge conflict': (text) =>
    text.replace('members:', '<<<<<<< HEAD\nmembers:\n=======\nmembers:\n>>>>>>> branch'),
  'another encoding': (text) => text.replaceAll('@', '\u0000@'),
  'another organization': (text) => text.replace('name: acme', 'name: umbra'),
};

/** What goes through all files alike, so that they still agree with each other. */
const EVERYWHERE: Readonly<Record<string, (files: Record<string, string>, share: number) => void>> = {
  'a branch of long ago': (files, share) => {
    for (const [name, text] of Object.entries(files))
      files[name] = text
        .split('\n')
        .filter((line) => Number(/p(\d+)@acme/.exec(line)?.[1] ?? PEOPLE) >= PEOPLE * share)
        .join('\n')
        .replace(/members:\n?$/, 'members: {}\n')
        .replace(/ {4}members:\n?$/, '    members: []\n');
  },
  'no teams': (files, share) => {
    for (let team = 0; team < 10 * share; team += 1) delete files[`acme/team-${team}.yaml`];
  },
  'teams without people': (files, share) => {
    for (let team = 0; team < 10 * share; team += 1) {
      const name = `acme/team-${team}.yaml`;
      const text = files[name];
      if (text !== undefined) files[name] = text.replace(/members:\n(?: {6}- .*\n)+/, 'members: []\n');
    }
  },
  'nobody has a role': (files, share) => {
    for (let part = 0; part < 5 * share; part += 1) {
      const name = `acme/people-${part}.yaml`;
      const text = files[name];
      if (text !== undefined) files[name] = text.replaceAll('roles: [viewer]', 'roles: []');
    }
  },
  nothing: () => {},
};

/** Counted again, with nothing of the product but the resources. */
function edgesIn(resources: readonly Resource[]): Readonly<Record<string, ReadonlySet<string>>> {
  const found = {
    members: new Set<string>(),
    places: new Set<string>(),
    given: new Set<string>(),
    groups: new Set<string>(),
  };
  for (const { address, ...one } of resources) {
    if (one.type === 'member') found.members.add(address);
    if (one.type === 'assignment' && one.attributes.roles.size > 0) found.given.add(address);
    if (one.type !== 'group') continue;
    found.groups.add(address);
    for (const member of one.attributes.members.keys()) found.places.add(`${address} ${member}`);
  }
  return found;
}

it(`${RUNS} corruptions of an organization of ${PEOPLE}: none takes away more than the limits`, () => {
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(EVERYWHERE)),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(
        fc.record({
          file: fc.constantFrom(...NAMES),
          other: fc.constantFrom(...NAMES),
          what: fc.constantFrom(...Object.keys(DAMAGE)),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { maxLength: 3 },
      ),
      (everywhere, part, damages) => {
        const files: Record<string, string> = { ...RIGHT };
        EVERYWHERE[everywhere]?.(files, part);
        for (const { file, other, what, share } of damages) {
          const [text, instead] = [files[file], files[other]];
          if (text === undefined) continue;
          const damaged = DAMAGE[what]?.(text, instead ?? '', share) ?? null;
          if (damaged === null) delete files[file];
          else files[file] = damaged;
        }
        const read = loaded(files);
        if (!read.ok || hasErrors(read.diagnostics)) return count('refused by the check');
        for (const [organization, resources] of LIVE) {
          const desired = read.value.organizations.find((one) => one.organization === organization);
          if (desired === undefined) {
            count('nothing wanted of an organization: nothing is applied to it');
            continue;
          }
          const live = { organization, revision: '1', readAt: NOON, resources };
          const plan = buildPlan(desired, live);
          const stopped = plan.diagnostics.some(
            ({ code, severity }) => severity === 'error' || REFUSED_BY_APPLY.includes(code),
          );
          if (stopped) {
            count('refused by a guard rail or an invariant');
            continue;
          }
          const [before, after] = [edgesIn(resources), edgesIn(plan.target)];
          let removed = 0;
          for (const [kind, edges] of Object.entries(before)) {
            const gone = [...edges].filter((edge) => after[kind]?.has(edge) !== true).length;
            removed += gone;
            const few = kind === 'places' || kind === 'given' ? 10 : 5;
            expect(gone < few || gone / edges.size < 0.5, `${gone} of ${edges.size} ${kind} go`).toBe(true);
          }
          count(removed === 0 ? 'takes nothing away' : 'within the limits');
        }
      },
    ),
    { numRuns: RUNS, seed: Number(process.env.GUARD_SEED ?? 1) },
  );
  process.stderr.write(`${JSON.stringify(counts)}\n`);
  expect(counts['refused by a guard rail or an invariant']).toBeGreaterThan(0);
});
