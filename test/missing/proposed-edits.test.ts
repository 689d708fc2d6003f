import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compileWithoutBounds } from '../../src/compile/compile.ts';
import { blockedWays } from '../../src/missing/blocked-ways.ts';
import type { DeniedQuestion } from '../../src/missing/denied-side.ts';
import { type ProposedEdit, proposedEdits } from '../../src/missing/edit/proposed-edits.ts';
import { whyJson } from '../../src/report/answer/answer-json.ts';
import { editSummary } from '../../src/report/answer/edit-phrase.ts';
import { missingAccess } from '../../src/report/answer/missing-access.ts';
import { BY_ID, spellingOf } from '../../src/resource/spelling.ts';
import { known } from '../../src/source/known.ts';
import { EditTrials } from '../../src/workspace/edit-trial.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'bylaw-edits-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function loaded(root: string, instant: string) {
  const workspace = loadWorkspace(root, instant);
  if (!workspace.ok) throw new Error(workspace.diagnostics.map(({ message }) => message).join('\n'));
  return workspace.value;
}

/** What is proposed for a question about the one organization, or the first one, of a workspace. */
function proposals(root: string, instant: string, question: DeniedQuestion): readonly ProposedEdit[] {
  const workspace = loaded(root, instant);
  const desired = known(
    workspace.organizations.find(({ organization }) => question.scope.split('/')[0] === organization),
    'the organization asked about',
  );
  const document = known(
    workspace.documents.find(({ name }) => name === desired.organization),
    'its documents',
  );
  const trials = new EditTrials(workspace, desired, document);
  const side = {
    platform: desired.platform,
    resources: desired.resources,
    ruledOut: desired.ruledOut,
    without: (bounds: ReadonlySet<string>) => compileWithoutBounds(document, desired, bounds),
  };
  return proposedEdits(question, side, blockedWays(question, side), {
    organization: desired.organization,
    keyOf: spellingOf(desired),
    files: () => trials.files(),
    compiled: (texts) => trials.compiled(texts),
  });
}

/** Writes the edit, and reads the whole workspace anew. */
function holdsOnceWritten(
  root: string,
  instant: string,
  { files }: ProposedEdit,
  { member, permission, scope }: DeniedQuestion,
): boolean {
  const before = files.map(({ file }) => [file, readFileSync(file, 'utf8')] as const);
  try {
    for (const { file, after } of files) writeFileSync(file, after);
    const { organizations } = loaded(root, instant);
    return organizations.some(
      ({ organization, platform, resources }) =>
        organization === scope.split('/')[0] &&
        buildAccess(platform, resources).can(member, permission, scope),
    );
  } finally {
    for (const [file, text] of before) writeFileSync(file, text);
  }
}

function workspaceOf(name: string, platform: string, yaml: string): string {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  writeFileSync(
    join(root, 'bylaw.yaml'),
    'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\norganizations: {}\n',
  );
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${platform}\nauthority: full\n`;
  writeFileSync(join(root, 'acme.yaml'), head + yaml);
  return root;
}

const NOW = '2026-06-15T12:00:00Z';

describe.each(['bilbis', 'lumoauth', 'gorules', 'oten', 'appcircle', 'holding'])('the example %s', (name) => {
  it.each([NOW, '2100-01-01T00:00:00Z'])(
    'at %s: each proposed edit, written down, gives the permission',
    (instant) => {
      const root = join(folder, `${name}-${instant.slice(0, 4)}`);
      cpSync(join(import.meta.dirname, '../../examples', name), root, { recursive: true });
      let proposed = 0;
      for (const { platform, resources } of loaded(root, instant).organizations) {
        const access = buildAccess(platform, resources);
        const noes = access.members.flatMap((member) =>
          access.scopes.flatMap((scope) =>
            [...platform.permissions.keys()].flatMap((permission) =>
              access.can(member, permission, scope) ? [] : [{ member, permission, scope }],
            ),
          ),
        );
        const step = Math.max(1, Math.floor(noes.length / 6));
        for (let at = step >> 1; at < noes.length; at += step) {
          const question = known(noes[at], 'a question answered with no');
          const edits = proposals(root, instant, question);
          for (const edit of edits) {
            const { files, ...rest } = edit;
            expect([question, rest.steps, holdsOnceWritten(root, instant, edit, question)]).toEqual([
              question,
              rest.steps,
              true,
            ]);
          }
          proposed += edits.length;
          const weights = edits
            .filter(({ notes }) => notes.length === 0)
            .map(({ gained, lost }) => gained.length + lost.length);
          expect(weights).toEqual(weights.toSorted((a, b) => a - b));
        }
      }
      expect(proposed).toBeGreaterThan(0);
    },
  );
});

describe('what stands in a way is taken out of the documents', () => {
  const cases: readonly (readonly [string, string, string, DeniedQuestion, string])[] = [
    [
      'a window that is over',
      'lumoauth',
      `members: { ana@acme.com: { roles: [admin] }, bo@acme.com: }
groups:
  qa:
    roles: [editor]
    members:
      - ana@acme.com
      - { member: bo@acme.com, until: 2026-01-31 }   # the audit
`,
      { member: 'bo@acme.com', permission: 'documents:write', scope: 'acme' },
      '      - bo@acme.com   # the audit',
    ],
    [
      'a window of a role that has not begun',
      'lumoauth',
      `members:
  ana@acme.com: { roles: [admin] }
  bo@acme.com: { roles: [{ role: editor, from: 2026-09-01 }] }
`,
      { member: 'bo@acme.com', permission: 'documents:write', scope: 'acme' },
      '  bo@acme.com: { roles: [editor] }',
    ],
    [
      'the end of a membership',
      'lumoauth',
      `members:
  ana@acme.com: { roles: [admin] }
  bo@acme.com: { roles: [editor], until: 2026-01-31 }
`,
      { member: 'bo@acme.com', permission: 'documents:write', scope: 'acme' },
      '  bo@acme.com: { roles: [editor] }',
    ],
    [
      'a deactivation',
      'lumoauth',
      `members:
  ana@acme.com: { roles: [admin] }
  bo@acme.com: { roles: [editor], state: deactivated }
`,
      { member: 'bo@acme.com', permission: 'documents:write', scope: 'acme' },
      '  bo@acme.com: { roles: [editor] }',
    ],
    [
      'a gate',
      'bilbis',
      `members: { ana: { roles: [owner] }, eve: { roles: [developer] } }
groups: { g: { members: [eve] }, h: { members: [ana] } }
products:
  shop: { groups: { h: } }
`,
      { member: 'eve', permission: 'pipelines:run', scope: 'acme/products/shop' },
      '  shop: { groups: { h: , g: } }',
    ],
    [
      'a role that overrides',
      'appcircle',
      `members:
  ana@acme.com: { roles: [owner] }
  bob@acme.com: { roles: { build: manager } }
sub-organizations:
  mobile:
    members:
      bob@acme.com: { roles: { build: viewer } }
`,
      { member: 'bob@acme.com', permission: 'build:run', scope: 'acme/sub-organizations/mobile' },
      '      bob@acme.com: {}',
    ],
  ];

  it.each(cases)('%s', (name, platform, yaml, question, line) => {
    const root = workspaceOf(name.replaceAll(' ', '-'), platform, yaml);
    const edits = proposals(root, NOW, question);
    for (const edit of edits) expect(holdsOnceWritten(root, NOW, edit, question)).toBe(true);
    const lines = edits.map(({ files }) => files.flatMap(({ after }) => after.split('\n')));
    expect(lines.filter((text) => text.includes(line))).toHaveLength(1);
  });
});

describe('on a platform with denies and groups that deactivate', () => {
  const platform = readFileSync('test/fixtures/platforms/warden.yaml', 'utf8')
    .replace(
      'custom-roles: { at: [organization] }',
      'custom-roles: { at: [organization], denies: true }\nassignments: { denied: true }',
    )
    .replace('joining: provisioned', 'joining: provisioned, deactivation: true');

  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a deny of the person is struck',
      `members: { ada: { roles: [admin] }, bo: { roles: [operator], denied: [guest] } }\n`,
      [
        'no longer deny guest on acme to bo → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
      ],
    ],
    [
      'a deny of a group is struck, or the person leaves it',
      `members: { ada: { roles: [admin] }, bo: { roles: [operator] } }
groups:
  held: { members: [ada, bo], denied: [guest] }
`,
      [
        'take bo out of group held →   held: { members: [ada], denied: [guest] }',
        'no longer deny guest on acme to group held →   held: { members: [ada, bo] }',
      ],
    ],
    [
      'a role that denies no longer denies it, or is taken',
      `members: { ada: { roles: [admin] }, bo: { roles: [operator, blind] } }
roles:
  blind: { permissions: [], denies: ["hosts:read", "users:write"] }
`,
      [
        'take blind on acme from bo → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
        'take hosts:read out of what blind denies →   blind: { permissions: [], denies: ["users:write"] }',
      ],
    ],
    [
      'the person leaves a group that deactivates, or it is set otherwise',
      `members: { ada: { roles: [admin] }, bo: { roles: [operator] } }
groups:
  away: { settings: { standing: disabled }, members: [bo] }
`,
      [
        'take bo out of group away →   away: { settings: { standing: disabled }, members: [] }',
        'set standing of group away to enabled →   away: { settings: { standing: enabled }, members: [bo] }',
      ],
    ],
    [
      'out of the group by which they are in it',
      `members: { ada: { roles: [admin] }, bo: { roles: [operator], denied: [] }, cy: { roles: [guest] } }
groups:
  away: { settings: { standing: disabled }, groups: [contractors] }
  contractors: { members: [bo, cy] }
`,
      [
        'take bo out of group contractors →   contractors: { members: [cy] }',
        'set standing of group away to enabled →   away: { settings: { standing: enabled }, groups: [contractors] }',
      ],
    ],
    [
      'what nobody gave to somebody who is deactivated by a group',
      `members: { ada: { roles: [admin] }, bo: {} }
groups:
  away: { settings: { standing: disabled }, members: [bo] }
`,
      [
        'take bo out of group away, and give bo the role operator on acme → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
      ],
    ],
    [
      'what nobody gave to somebody whose membership is over',
      `members: { ada: { roles: [admin] }, bo: { until: 2026-01-31 } }\n`,
      [
        'drop `until` of bo in acme, or move it, and give bo the role operator on acme → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
      ],
    ],
    [
      'what nobody gave, and a group denies',
      `members: { ada: { roles: [admin] }, bo: {} }
groups:
  held: { members: [bo], denied: [guest] }
`,
      [
        'no longer deny guest on acme to group held, and give group held the role operator on acme →   held: { members: [bo], roles: [operator] }',
        'take bo out of group held, and give bo the role operator on acme → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
        'no longer deny guest on acme to group held, and give bo the role operator on acme → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
      ],
    ],
    [
      'what nobody gave, and a role of the person denies',
      `members: { ada: { roles: [admin] }, bo: { roles: [blind] } }
roles: { blind: { permissions: [], denies: ["hosts:read"] } }
`,
      [
        'take blind on acme from bo, and give bo the role operator on acme → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
      ],
    ],
    [
      'what nobody gave, and is denied to somebody whom a group deactivates',
      `members: { ada: { roles: [admin] }, bo: { denied: [guest] } }
groups:
  away: { settings: { standing: disabled }, members: [bo] }
`,
      [
        'take bo out of group away, and no longer deny guest on acme to bo, and give bo the role operator on acme → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
      ],
    ],
    [
      'a deny and a deactivation together',
      `members: { ada: { roles: [admin] }, bo: { roles: [operator], denied: [guest], state: deactivated } }
groups:
  away: { settings: { standing: disabled }, members: [bo] }
`,
      [
        'reactivate on acme, and take bo out of group away, and no longer deny guest on acme to bo → members: { ada: { roles: [admin] }, bo: { roles: [operator] } }',
      ],
    ],
  ];

  it.each(cases)('%s', (name, yaml, expected) => {
    const root = workspaceOf(name.replaceAll(' ', '-'), 'warden', yaml);
    writeFileSync(join(root, 'warden.yaml'), platform);
    writeFileSync(
      join(root, 'bylaw.yaml'),
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nplatforms: [warden.yaml]\norganizations: {}\n',
    );
    const question = { member: 'bo', permission: 'hosts:write', scope: 'acme' };
    const edits = proposals(root, NOW, question);
    for (const edit of edits) expect(holdsOnceWritten(root, NOW, edit, question)).toBe(true);
    const told = edits.map((edit) => {
      const [file] = edit.files;
      const before = file?.before.split('\n');
      const changed = file?.after.split('\n').find((line, at) => line !== before?.[at]);
      return `${editSummary(edit, BY_ID)} → ${changed}`;
    });
    expect(told).toEqual(expect.arrayContaining([...expected]));
  });

  it('what denies it is told with its line where nobody gave it', () => {
    const root = workspaceOf(
      'told',
      'warden',
      `members: { ada: { roles: [admin] }, bo: {} }
groups:
  held: { members: [bo], denied: [guest] }
`,
    );
    writeFileSync(join(root, 'warden.yaml'), platform);
    writeFileSync(
      join(root, 'bylaw.yaml'),
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nplatforms: [warden.yaml]\norganizations: {}\n',
    );
    const [desired] = loaded(root, NOW).organizations;
    const { organization, platform: read, resources } = known(desired, 'the organization');
    const access = buildAccess(read, resources);
    const source = {
      organization,
      source: 'desired',
      platform: read,
      resources,
      access,
      spelling: BY_ID,
    } as const;
    const question = { member: 'bo', permission: 'hosts:write', scope: 'acme' };
    const { text } = missingAccess(question, source);
    // In JSON it has a field of its own, with the path and the line.
    expect(whyJson(question, source)).toMatchObject({
      holds: false,
      takenAway: [],
      denied: [
        {
          path: {
            steps: expect.arrayContaining([expect.objectContaining({ step: 'denied', role: 'guest' })]),
          },
          origin: { from: 'file', line: 8, column: 35 },
        },
      ],
    });
    // Of who holds it, of who is not denied it, and of what is not there, nothing is denied.
    for (const [member, permission] of [
      ['ada', 'hosts:write'],
      ['bo', 'users:write'],
      ['bo', 'hosts:nothing'],
      ['nobody', 'hosts:write'],
    ] as const)
      expect(whyJson({ member, permission, scope: 'acme' }, source).denied).toEqual([]);
    expect(text).toMatch(
      /^bo holds no role, in person or through a group\. It is denied, too: bo → group held → denied role guest on acme → .* \(\S*acme\.yaml:8:35\)\.$/,
    );
  });

  it.each(['denied: [guest]', 'roles: [blind]'])(
    'what a group is given on a scope goes as a whole with the last of it: %s',
    (given) => {
      const root = workspaceOf(
        `last-${given.slice(0, 5)}`,
        'warden',
        `members: { ada: { roles: [admin] }, bo: { roles: [operator] } }
roles: { blind: { permissions: [], denies: ["hosts:read"] } }
groups:
  held: { roles: [operator], members: [bo] }
hosts:
  web:
    groups:
      held: { ${given} }
`,
      );
      writeFileSync(join(root, 'warden.yaml'), platform);
      writeFileSync(
        join(root, 'bylaw.yaml'),
        'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nplatforms: [warden.yaml]\norganizations: {}\n',
      );
      const question = { member: 'bo', permission: 'hosts:write', scope: 'acme/hosts/web' };
      const edits = proposals(root, NOW, question);
      for (const edit of edits) expect(holdsOnceWritten(root, NOW, edit, question)).toBe(true);
      const emptied = edits.find(({ files }) => files.every(({ after }) => !after.includes(given)));
      expect(emptied?.files.map(({ after }) => after.split('\n').at(-2))).toEqual(['    groups: {}']);
    },
  );
});

describe('who is no member', () => {
  const yaml = `members: { ana@acme.com: { roles: [admin] } }
groups: { qa: { roles: [editor], members: [] } }
`;

  it('joins, and is given what is least', () => {
    const root = workspaceOf('stranger', 'lumoauth', yaml);
    const question = { member: 'zachary@other.org', permission: 'documents:write', scope: 'acme' };
    const edits = proposals(root, NOW, question);
    expect(edits.length).toBeGreaterThan(1);
    for (const edit of edits) expect(holdsOnceWritten(root, NOW, edit, question)).toBe(true);
    expect(edits.every(({ files }) => files.every(({ after }) => after.includes('zachary@other.org')))).toBe(
      true,
    );
  });

  it('is not invited where one letter is amiss', () => {
    const root = workspaceOf('slip', 'lumoauth', yaml);
    expect(
      proposals(root, NOW, { member: 'anna@acme.com', permission: 'documents:write', scope: 'acme' }),
    ).toEqual([]);
  });
});

it('an expectation that would not hold is told, and comes last', () => {
  const root = join(folder, 'expected');
  cpSync(join(import.meta.dirname, '../../examples/bilbis'), root, { recursive: true });
  const edits = proposals(root, NOW, {
    member: 'hana',
    permission: 'pipelines:run',
    scope: 'hexa/products/checkout',
  });
  const forbidden = edits.map(({ notes }) => notes.length > 0);
  expect(forbidden).toContain(true);
  expect(forbidden).toEqual(forbidden.toSorted());
});
