import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import { modelOf } from '../../../src/resource/organization-model.ts';
import { inPlatformForm } from '../../../src/resource/platform-form.ts';
import { success } from '../../../src/source/outcome.ts';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { namedRow } from '../../../src/terraform/provider/rows/encode-rows.ts';
import {
  type PlacedRow,
  rowKey,
  rowsOfOrganization,
} from '../../../src/terraform/provider/rows/organization-rows.ts';
import { blockName } from '../../../src/terraform/synth/block-name.ts';
import { blockAddress, configurationOf } from '../../../src/terraform/synth/configuration.ts';
import { escapedLiteral, escapeTemplate } from '../../../src/terraform/synth/escape.ts';
import { synthesize } from '../../../src/terraform/synth/organization-stack.ts';
import { loadWorkspace } from '../../../src/workspace/workspace.ts';
import { inOneForm } from '../../cdktf/stacks.ts';
import { modular } from '../../compile/platforms.ts';
import { must } from '../../connector/connections.ts';
import { lumoauth } from '../../connector/platforms.ts';
import { expectGolden } from '../../golden.ts';
import { desiredOf, LINE, live, planOf, written } from '../../plan/fixtures.ts';
import { itWithTerraform } from '../available.ts';
import { memoryStore, terraformAt, world } from '../run/harness.ts';
import { withTerraform } from '../run/one.ts';

/** A dollar or percent sign and a brace, which must not stand together in a source file: formatters and linters object. */
const D = '$';
const P = '%';
const LITERALS = [
  `${D}{1 + 1}`,
  `${P}{ if true }x${P}{ endif }`,
  `${D}{TfToken[TOKEN.1]}`,
  `${D}{TfToken[Token.0]}#{TfToken[1]}`,
  `${D}${D}{a}`,
  `${D}${D}${D}{a}`,
  `${P}${P}{a}`,
  `${P}${P}${P}{a}`,
  `${D}${P}{a}`,
  `${P}${D}{a}`,
  `${D}{`,
  `${P}{`,
  `${D}{}`,
  `${D}`,
  `${D}${D}`,
  `100${P}`,
  `ends with ${D}`,
  `{${D}{{${P}{`,
  `${D}{bylaw_group.acme_qa.id}`,
  `${D}{path.module} ${D}{terraform.workspace} ${D}{var.x}`,
  'say "this" \\ and \\${that}'.replaceAll('\\$', `\\${D}`),
  'line\nline\ttab \u0001 \u007f \u2028',
  '<b>&amp;</b>',
  '日本 équipe e\u0301 👩‍👩‍👧',
  '-1.8446744073709552e+19',
  'null',
  // As if each string were a file, HCL drops a byte order mark at the beginning.
  '\ufeffWriters',
  '\ufeff\ufeff',
  `\ufeff${D}{a}`,
  `\ufeff${'日'.repeat(80)}`,
];

describe('block names', () => {
  const key = (name: string) => rowKey('bylaw_group', `acme/${name}`);

  it('are unique where names differ by dots, accents, case or are wholly foreign', () => {
    const names = [
      'a.b',
      'ab',
      'a-b',
      'a_b',
      'a b',
      'A.B',
      'équipe',
      'quipe',
      'e\u0301quipe2',
      'Équipe',
      '日本',
      '日本語',
      '中国',
      'ß',
      'ss',
      'ﬁ',
      'fi',
      '0',
      '_',
      '__',
      '',
      `${D}{x}`,
      'x'.repeat(60),
      `${'x'.repeat(60)}y`,
    ];
    const made = names.map((name) => blockName(key(name)));
    expect(new Set(made).size).toBe(names.length);
    for (const name of made) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  it('are valid and a function of the key alone, for any key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(blockName(key(a))).toMatch(/^[a-z][a-z0-9_]{0,60}$/);
        expect(blockName(key(a)) === blockName(key(b))).toBe(a === b);
        expect(blockName(key(a))).toBe(blockName(key(a)));
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  it('differ between types of one key', () => {
    expect(blockAddress(rowKey('bylaw_roster', 'acme'))).not.toBe(
      blockAddress(rowKey('bylaw_members', 'acme')),
    );
  });

  it('that two rows share are refused', () => {
    const row: PlacedRow = { ...namedRow(group('qa')), dependsOn: [] };
    expect(() => configurationOf([row, row], new Set())).toThrow(
      'two rows share the block bylaw_group.acme_qa_',
    );
  });
});

function group(name: string, title = name) {
  const [made] = modelOf([written.group(`acme/${name}`, { title })]).all('group');
  if (made === undefined) throw new Error('no group');
  return made;
}

describe('escaping', () => {
  it('doubles the sign before a brace and touches nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(D, P, '{', '}', 'a', '\\', '"'), { maxLength: 12 }), (signs) => {
        const text = signs.join('');
        expect(escapeTemplate(text).replace(/([$%])\1(?=\{)/g, '$1')).toBe(text);
        if (!/[$%]\{/.test(text)) expect(escapeTemplate(text)).toBe(text);
      }),
      { seed: 8, numRuns: 1000 },
    );
  });

  it('reaches keys, and keeps the ones that prototypes have', () => {
    const map = JSON.parse(`{"__proto__": "${D}{x}", "${D}{k}": "v", "constructor": "c"}`) as {
      [key: string]: string;
    };
    expect(JSON.stringify(escapedLiteral(map))).toBe(
      `{"__proto__":"${D}${D}{x}","${D}${D}{k}":"v","constructor":"c"}`,
    );
  });
});

/** Usernames are compared as they are, so that a person may be called anything. */
const anyKey: PlatformDefinition = { ...modular, members: { ...modular.members, joining: 'provisioned' } };
const root = {
  written: written.scope('acme', 'organization', 'Acme'),
  live: live.scope('acme', 'organization', 'Acme'),
};

/** The rows terraform says there will be. */
async function plannedRows(plan: Plan): Promise<ReadonlyMap<string, Row>> {
  const { binary } = terraformAt();
  if (binary === null) throw new Error('no terraform');
  const rows = new Map<string, Row>();
  const options = {
    binary,
    plan,
    store: memoryStore(),
    writer: null,
    environment: process.env,
    secrets: [],
    onDone: () => {},
  };
  must(
    await withTerraform(options, async ({ terraformPlan }) => {
      for (const change of terraformPlan.changes)
        if (change.action === 'create')
          rows.set(change.address, { ...change.after.attributes } as unknown as Row);
      return success(null);
    }),
  );
  return rows;
}

describe('what somebody wrote, through terraform', () => {
  itWithTerraform('arrives to the letter: titles, descriptions and keys', async () => {
    const composed = LITERALS.map((text) => text.normalize('NFC'));
    const people = [
      ...new Set([...composed, 'constructor', '__proto__', '!__proto__', 'hasOwnProperty', 'a.b', 'ab']),
    ];
    const desired = [
      root.written,
      ...(people.map((key) => ({
        ...written.member('x'),
        address: `member:acme/${key}`,
        attributes: { scope: 'acme', member: key, display: key, state: 'active' as const },
      })) as ReturnType<typeof written.member>[]),
      ...composed.map((title, at) =>
        written.group(`acme/g${at}`, { title, description: title, members: people.slice(at, at + 2) }),
      ),
      ...people.map((key) => written.given('acme', `member:${key}`, ['owner'])),
    ];
    const plan = planOf(anyKey, desired, [root.live]);
    const rows = await plannedRows(plan);
    for (const [at, title] of composed.entries()) {
      expect(rows.get(`group:acme/g${at}`)).toMatchObject({ title, description: title });
    }
    for (const key of people) {
      expect(rows.has(`member:acme/${key}`), key).toBe(true);
      expect(rows.has(`assignment:acme|member:${key}`), key).toBe(true);
    }
    // Live as such, and adopted by key: nothing to do.
    const after = desired.map((r) => ({ ...r, origin: LINE }));
    expect((await plannedRows(planOf(anyKey, desired, after))).size).toBe(0);
  });

  itWithTerraform('arrives at the platform to the letter, and stays', async () => {
    const one = await world('lumoauth', [
      live.scope('acme', 'organization', 'Acme'),
      live.member('ada@acme.com'),
    ]);
    const texts = LITERALS.filter((text) => !text.includes('\u0001'));
    const desired = desiredOf(lumoauth, [
      root.written,
      written.member('ada@acme.com'),
      ...texts.map((text, at) =>
        written.group(`acme/g${at}`, { title: text, description: text, members: ['ada@acme.com'] }),
      ),
      written.role('r', { title: texts[0] ?? '', description: texts[1] ?? '' }),
    ]);
    const applyResult = await one.apply(desired, terraformAt());
    expect(applyResult.diagnostics).toEqual([]);
    expect(applyResult.result).toBe('proven');
    const found = await one.live();
    for (const [at, text] of texts.entries()) {
      expect(found[`group:acme/g${at}`]).toMatchObject({
        title: text.normalize('NFC'),
        description: text.normalize('NFC'),
      });
    }
    expect((await one.apply(desired, terraformAt())).result).toBe('unchanged');
  });
});

function synthesized(rows: readonly PlacedRow[], name = 'acme'): { readonly json: string } {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-synth-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  synthesize(folder, [
    {
      name,
      configuration: configurationOf(rows, new Set()),
      backend: { backend: 'local', path: `${name}.tfstate` },
    },
  ]);
  return { json: readFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8') };
}

describe('a stack', () => {
  it('holds strings shaped like the library’s tokens as they are', () => {
    const token = `${D}{TfToken[TOKEN.0]}`;
    const { json } = synthesized([{ ...namedRow(group('qa', token)), dependsOn: [] }]);
    expect(JSON.parse(json)).toMatchObject({
      resource: { bylaw_group: { [blockName(rowKey('bylaw_group', 'acme/qa'))]: { title: `${D}${token}` } } },
    });
  });

  it('can be of an organization with dots and dashes in its name', () => {
    for (const name of ['acme.inc', 'acme-inc', 'acme_inc', '1acme'])
      expect(() => synthesized([], name)).not.toThrow();
  });

  it('of 50,000 rows holds each of them', () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, at): PlacedRow => ({
        ...namedRow(group(`group-${at}`)),
        dependsOn: [rowKey('bylaw_members', 'acme')],
      }),
    );
    const { json } = synthesized(rows);
    expect(
      Object.keys((JSON.parse(json) as { resource: { bylaw_group: object } }).resource.bylaw_group).length,
    ).toBe(50_000);
  });

  it('of the example names every row once, in order, with what stands before it', () => {
    const loaded = must(loadWorkspace('examples/lumoauth', '2027-03-01T00:00:00Z'));
    const [desired] = loaded.organizations;
    if (desired === undefined) throw new Error('no organization');
    const resources = inPlatformForm(desired.resources, desired.platform);
    const rows = rowsOfOrganization({
      platform: desired.platform,
      resources,
      unmanaged: new Set(),
      leaving: [],
    });
    const { json } = synthesized(rows);
    expectGolden('test/terraform/synth/golden/lumoauth.tf.json', inOneForm(json));
    const stack = JSON.parse(json) as {
      readonly resource: Readonly<
        Record<
          string,
          Readonly<Record<string, { readonly depends_on?: readonly string[]; readonly lifecycle: unknown }>>
        >
      >;
      readonly import?: unknown;
      readonly terraform: { readonly backend: unknown; readonly required_providers: unknown };
    };
    const addresses = Object.entries(stack.resource).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((name) => `${type}.${name}`),
    );
    expect(addresses.sort()).toEqual(rows.map((r) => blockAddress(rowKey(r.type, r.key))).sort());
    for (const blocks of Object.values(stack.resource)) {
      for (const block of Object.values(blocks)) {
        expect(block.lifecycle).toEqual({ create_before_destroy: true });
        for (const before of block.depends_on ?? []) expect(addresses).toContain(before);
      }
    }
    expect(stack.import).toBeUndefined();
    expect(stack.terraform.backend).toEqual({ local: { path: 'acme.tfstate' } });
    // The same from the same, whatever the order of what is written.
    const again = rowsOfOrganization({
      platform: desired.platform,
      resources: inPlatformForm([...desired.resources].reverse(), desired.platform),
      unmanaged: new Set(),
      leaving: [],
    });
    const canon = (list: readonly PlacedRow[]) =>
      list.map((r) => JSON.stringify([r.type, r.key, r.row, [...r.dependsOn].sort()])).sort();
    expect(canon(again)).toEqual(canon(rows));
  });
});
