import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { absentMarkWarnings, incompleteBlockErrors } from '../../src/cdktf/terraform-limits.ts';
import type { Desired } from '../../src/compile/desired.ts';
import { bindExpectations } from '../../src/expectation/bind-expectations.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { removalCascade, withoutCascaded } from '../../src/plan/removal/removal-cascade.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import { whatMarkdown, whoMarkdown, whyMarkdown } from '../../src/report/answer/answer-markdown.ts';
import { whatText, whoText, whyText } from '../../src/report/answer/answer-text.ts';
import { appliedMarkdown } from '../../src/report/apply/apply-markdown.ts';
import { appliedText } from '../../src/report/apply/apply-text.ts';
import { checkMarkdown } from '../../src/report/check/check-markdown.ts';
import { checkText } from '../../src/report/check/check-text.ts';
import { diagnosticsMarkdown } from '../../src/report/diagnostics/diagnostics-markdown.ts';
import { diagnosticsText } from '../../src/report/diagnostics/diagnostics-text.ts';
import { driftMarkdown } from '../../src/report/drift/drift-markdown.ts';
import { driftText } from '../../src/report/drift/drift-text.ts';
import { failedExpectations } from '../../src/report/expectation/expectation-diagnostics.ts';
import type { ExpectationResults } from '../../src/report/expectation/expectation-results.ts';
import { junitXml } from '../../src/report/expectation/junit.ts';
import { importMarkdown } from '../../src/report/import/import-markdown.ts';
import { importText } from '../../src/report/import/import-text.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { assignmentAddress } from '../../src/resource/address.ts';
import { memberId, memberKey } from '../../src/resource/identifiers.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import type { MembershipState, Resource, Snapshot } from '../../src/resource/resource.ts';
import { spellingOf } from '../../src/resource/spelling.ts';
import { loadWorkspace, type Workspace } from '../../src/workspace/workspace.ts';
import { imported } from '../import/scene.ts';
import { compiled, desiredOf, NAMES, type PlatformName, platformNamed } from '../platform/shipped.ts';
import { embedded } from './scene.ts';

/**
 * No text for people has a person's key in the folded form where nobody wrote it so: the documents' spelling, or where
 * they have none the platform's.
 */

const made: string[] = [];
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** `dan@acme.com` → `Dan@Acme.com`. */
const asWritten = (id: string): string => id.replace(/(^|@)[a-z]/g, (letter) => letter.toUpperCase());
/** As the platform shows whom the documents do not write, and those they do, otherwise. */
const asShown = (id: string): string => id.toUpperCase();

function isKeyIn(text: string, id: string): boolean {
  const key = id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w@.+-])${key}(?![\\w@-])`).test(text);
}

/** A shipped example with everybody written with capitals. */
function example(name: string, instant: string): Workspace {
  const directory = mkdtempSync(join(tmpdir(), 'bylaw-spelling-'));
  made.push(directory);
  cpSync(`examples/${name}`, directory, { recursive: true });
  const before = loadWorkspace(directory, instant);
  if (!before.ok) throw new Error(JSON.stringify(before.diagnostics));
  const ids = before.value.organizations.flatMap(({ written }) => [...(written?.keys() ?? [])]);
  for (const file of readdirSync(join(directory, 'access'))) {
    const path = join(directory, 'access', file);
    let text = readFileSync(path, 'utf8');
    for (const id of ids) {
      const key = id.replace(/[.+]/g, '\\$&');
      text = text.replace(new RegExp(`(?<![\\w@.+-])${key}(?![\\w@-])`, 'g'), asWritten(id));
    }
    writeFileSync(path, text);
  }
  const after = loadWorkspace(directory, instant);
  if (!after.ok) throw new Error(JSON.stringify(after.diagnostics));
  return after.value;
}

interface Scene {
  readonly desired: Desired;
  readonly live: readonly Resource[];
  readonly workspace: Workspace | null;
}

function snapshotOf({ organization }: Desired, resources: readonly Resource[]): Snapshot {
  return { organization, resources, revision: '1', readAt: '2026-11-22T12:00:00Z' };
}

/** Every text for people that speaks of the organization. */
function textsOf({ desired, live, workspace }: Scene): readonly string[] {
  const plan = buildPlan(desired, snapshotOf(desired, live));
  const findings = driftOf(plan);
  const drifted = { plan, findings, deeds: null };
  const done = applied(plan);
  const result = imported(desired.platform, snapshotOf(desired, live));
  const brought = { organizations: result.ok ? [result.value] : [], workspace: null, wrote: false };
  const lint = [
    ...(workspace?.lint() ?? []),
    ...absentMarkWarnings(desired),
    ...incompleteBlockErrors(desired),
  ];
  const examined = [desired.resources, live].flatMap((side) => examinedOn(side, desired, workspace));
  const failed = examined.flatMap((one) => failedExpectations(one, one, 'warning'));
  return [
    planText([plan], plain),
    planMarkdown([plan]),
    driftText([drifted], plain),
    driftMarkdown([drifted]),
    appliedText([done], plain),
    appliedMarkdown([done]),
    checkText([desired], plain, { diagnostics: lint, examined }),
    checkMarkdown([desired], { diagnostics: lint, examined }),
    diagnosticsText(failed, plain),
    diagnosticsMarkdown(failed),
    junitXml(examined),
    importText(brought, plain, { diagnostics: result.diagnostics }),
    importMarkdown(brought, { diagnostics: result.diagnostics }),
    ...answersOn(sourceOn(desired.resources, 'desired', desired)),
    ...answersOn(sourceOn(live, 'live', desired)),
  ];
}

function applied(plan: Plan) {
  const [first] = plan.changes;
  const writes = first === undefined || first.action === 'deferred' ? [] : writesOf(first);
  const counts = { made: writes, inDoubt: [], writes: writes.length, requests: 1, diagnostics: [] };
  return { plan, engine: embedded, result: 'unproven' as const, second: plan, ...counts };
}

function sourceOn(
  resources: readonly Resource[],
  source: 'desired' | 'live',
  desired: Desired,
): AccessSource {
  const { organization, platform } = desired;
  const spelling = spellingOf(desired, { resources });
  return { organization, platform, source, resources, spelling, access: buildAccess(platform, resources) };
}

function examinedOn(
  side: readonly Resource[],
  desired: Desired,
  workspace: Workspace | null,
): ExpectationResults[] {
  const live = side === desired.resources ? null : side;
  const bound = bindExpectations(workspace?.expectations.get(desired.organization) ?? [], desired, live);
  if (!bound.ok) return [];
  const source = sourceOn(side, live === null ? 'desired' : 'live', desired);
  return [{ desired, source, findings: evaluate(bound.value, source) }];
}

function answersOn(source: AccessSource): readonly string[] {
  const permission = [...source.platform.permissions.keys()].at(-1) ?? '';
  const scope = source.access.scopes.at(-1) ?? '';
  return [
    whoText({ permission, scope }, source, plain),
    whoMarkdown({ permission, scope }, source),
    ...source.access.members
      .slice(0, 3)
      .flatMap((member) => [
        whatText({ member, scope: null }, source, plain),
        whatMarkdown({ member, scope: null }, source),
        whyText({ member, permission, scope }, source, plain),
        whyMarkdown({ member, permission, scope }, source),
      ]),
  ];
}

function peopleOf({ desired, live }: Scene): ReadonlySet<string> {
  const there = [...desired.resources, ...live];
  return new Set([
    ...(desired.written?.keys() ?? []),
    ...modelOf(there)
      .all('member')
      .map(({ attributes }) => attributes.member),
  ]);
}

function expectNobodyFolded(scene: Scene): void {
  const people = [...peopleOf(scene)].filter((id) => !isOtherwiseNamed(id, scene));
  expect(people.length).toBeGreaterThan(0);
  for (const text of textsOf(scene)) {
    const folded = people.filter((id) => isKeyIn(text, id));
    if (folded.length > 0) expect(`${folded.join(', ')} in:\n${text}`).toBe('');
  }
}

/** A group or a scope may be called as somebody is. */
function isOtherwiseNamed(id: string, { desired, live }: Scene): boolean {
  return [...desired.resources, ...live].some((r) => r.type !== 'member' && r.address.endsWith(`/${id}`));
}

/** What is live where it parts from the documents by any number of things. */
interface Parting {
  readonly gone: readonly number[];
  readonly emptied: readonly number[];
  readonly states: readonly MembershipState[];
  readonly strangers: number;
}

const parting: fc.Arbitrary<Parting> = fc.record({
  gone: fc.array(fc.nat(12), { maxLength: 6 }),
  emptied: fc.array(fc.nat(6), { maxLength: 3 }),
  states: fc.array(fc.constantFrom('active', 'active', 'invited', 'expired', 'deactivated'), {
    minLength: 7,
    maxLength: 7,
  }),
  strangers: fc.nat(3),
});

const INVITATION = { sent: 3, sentAt: '2026-01-01T00:00:00Z', expiresAt: '2026-01-08T00:00:00Z' };

function liveOf(desired: Desired, { gone, emptied, states, strangers }: Parting): readonly Resource[] {
  const { organization } = desired;
  const given = modelOf(desired.resources)
    .all('assignment')
    .find(({ attributes }) => attributes.roles.size > 0);
  const stranger = (at: number): readonly Resource[] => {
    const id = `stranger-${at}@else.example`;
    const member: Resource = {
      type: 'member',
      address: `member:${organization}/${id}`,
      attributes: {
        scope: organization,
        member: id,
        display: asShown(id),
        state: 'active',
        invitation: null,
      },
      origin: { from: 'live', url: 'http://platform/member' },
    };
    if (given === undefined) return [member];
    const principal = { type: 'member', member: id } as const;
    const address = assignmentAddress(given.attributes.scope, memberKey(id));
    return [member, { ...given, address, attributes: { ...given.attributes, principal } }];
  };
  const wired = inPlatformForm(desired.resources, desired.platform);
  const left = wired.filter((r, at) => r.type === 'scope' || !gone.includes(at % 13));
  const departed = wired.filter((r) => r.type === 'member' && !left.includes(r));
  const there = withoutCascaded(left, removalCascade(desired.platform, departed, left)).map(
    (r, at): Resource => {
      if (r.type === 'group' && emptied.includes(at % 7))
        return { ...r, attributes: { ...r.attributes, members: new Map() } };
      if (r.type !== 'member') return r;
      const state = states[at % 7] ?? 'active';
      const invitation = state === 'active' || state === 'deactivated' ? null : INVITATION;
      const display = asShown(r.attributes.member);
      return { ...r, attributes: { ...r.attributes, display, state, invitation } };
    },
  );
  return [...there, ...Array.from({ length: strangers }, (_, at) => stranger(at)).flat()];
}

const EXAMPLES = ['appcircle', 'bilbis', 'github', 'gorules', 'holding', 'lumoauth', 'oten'];
const DAYS = ['2026-11-22T12:00:00Z', '2031-01-01T00:00:00Z'];

describe.each(EXAMPLES)('people of the example of %s are shown as written', (name) => {
  const workspaces = DAYS.map((day) => example(name, day));
  it('in every text, whatever is live beside it', () => {
    fc.assert(
      fc.property(parting, fc.nat(1), fc.nat(5), fc.boolean(), (apart, day, at, own) => {
        const workspace = workspaces[day] ?? null;
        const organizations = workspace?.organizations ?? [];
        const found = organizations[at % organizations.length];
        if (found === undefined) return;
        const authority = {
          scope: 'full',
          role: 'full',
          member: 'full',
          group: 'full',
          assignment: 'full',
        } as const;
        const desired = own ? { ...found, authority } : found;
        expectNobodyFolded({ desired, live: liveOf(desired, apart), workspace });
        // The half of the documents against all of them: everybody who left is told of.
        const fewer = { ...desired, resources: desired.resources.filter((r) => r.type === 'scope') };
        expectNobodyFolded({ desired: fewer, live: liveOf(desired, apart), workspace: null });
      }),
      { numRuns: 12 },
    );
  });
});

const KINDS: readonly (readonly [kind: string, platform: PlatformName, yaml: string])[] = [
  [
    'a person with a role, in a group, and one whose key is that of every object',
    'github',
    'members:\n  Octavia: { roles: [owner] }\n  hasOwnProperty:\ngroups:\n  t: { title: T, members: [hasOwnProperty] }\n',
  ],
  [
    'a service account in a group of a product',
    'bilbis',
    'members:\n  Root: { roles: [owner] }\n  CI-Bot: { roles: [developer] }\ngroups:\n  bots: { title: Bots, members: [CI-Bot] }\nproducts:\n  shop: { title: Shop, groups: { bots: } }\n',
  ],
  [
    'a person whose window is over, and one who is marked absent',
    'lumoauth',
    'members:\n  Root@Acme.example: { roles: [admin] }\n  Old@Acme.example: { roles: [editor], until: 2026-01-01 }\n  Gone@Acme.example: { absent: true }\n',
  ],
  [
    'a person of a scope below alone',
    'appcircle',
    'members:\n  Root@Acme.example: { roles: [owner] }\nsub-organizations:\n  kiosk:\n    title: Kiosk\n    members:\n      Guest@Else.example: { roles: { build: viewer } }\n',
  ],
];

it.each(KINDS)('%s (%s)', (_kind, platform, yaml) => {
  const result = compiled(platform, yaml);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const desired = result.value;
  const { resources } = desired;
  const nothing = resources.filter((r) => r.type === 'scope');
  const strange = liveOf(desired, { gone: [], emptied: [0, 1, 2], states: ['invited'], strangers: 2 });
  for (const live of [nothing, strange, inPlatformForm(resources, desired.platform)]) {
    expectNobodyFolded({ desired, live, workspace: null });
  }
  const folded = [...peopleOf({ desired, live: [], workspace: null })];
  const said = diagnosticsText(result.diagnostics, plain);
  expect(folded.filter((id) => isKeyIn(said, id))).toEqual([]);
});

/** What documents are told, and what it names. */
const TOLD: readonly (readonly [what: string, platform: PlatformName, yaml: string, names: string])[] = [
  [
    'a place in a group of a project without a place there',
    'gorules',
    'members: { Root@A.example: { roles: [owner] }, Bo@A.example: }\nprojects:\n  p:\n    groups:\n      g: { title: G, members: [Bo@A.example] }\n',
    'Bo@A.example is in group g',
  ],
];

it.each(TOLD)('%s', (_what, platform, yaml, names) => {
  const said = diagnosticsText(compiled(platform, yaml).diagnostics, plain);
  expect(said).toContain(names);
  expect(said).not.toContain('bo@a.example');
});

it('the documents come before the platform, and the platform before the id', () => {
  const desired = desiredOf('lumoauth', 'members:\n  Ana@Acme.example: { roles: [admin] }\n');
  const live = liveOf(desired, { gone: [], emptied: [], states: ['active'], strangers: 1 });
  const spelling = spellingOf(desired, { resources: live });
  const { compare } = platformNamed('lumoauth').members;
  expect(spelling(memberId('ANA@acme.example', compare))).toBe('Ana@Acme.example');
  expect(spelling('stranger-0@else.example')).toBe('STRANGER-0@ELSE.EXAMPLE');
  expect(spelling('nobody@else.example')).toBe('nobody@else.example');
  expect(NAMES.map((name) => platformNamed(name).members.compare)).toContain('fold-case');
});
