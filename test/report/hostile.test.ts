import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { ExpectationVerb } from '../../src/policy/document-types.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import { whoJson, whyJson } from '../../src/report/answer/answer-json.ts';
import { whatMarkdown, whoMarkdown, whyMarkdown } from '../../src/report/answer/answer-markdown.ts';
import { whatText, whoText, whyText } from '../../src/report/answer/answer-text.ts';
import { appliedMarkdown } from '../../src/report/apply/apply-markdown.ts';
import { appliedText } from '../../src/report/apply/apply-text.ts';
import { checkMarkdown } from '../../src/report/check/check-markdown.ts';
import { checkText } from '../../src/report/check/check-text.ts';
import { diagnosticsJson } from '../../src/report/diagnostics/diagnostics-json.ts';
import { diagnosticsMarkdown } from '../../src/report/diagnostics/diagnostics-markdown.ts';
import { diagnosticsText } from '../../src/report/diagnostics/diagnostics-text.ts';
import { driftJson } from '../../src/report/drift/drift-json.ts';
import { driftMarkdown } from '../../src/report/drift/drift-markdown.ts';
import { driftText } from '../../src/report/drift/drift-text.ts';
import { failedExpectations } from '../../src/report/expectation/expectation-diagnostics.ts';
import type { ExpectationResults } from '../../src/report/expectation/expectation-results.ts';
import { junitXml } from '../../src/report/expectation/junit.ts';
import { importMarkdown } from '../../src/report/import/import-markdown.ts';
import { importText } from '../../src/report/import/import-text.ts';
import { jsonDocumentText, jsonLine, jsonText } from '../../src/report/json/report-envelope.ts';
import { planJson } from '../../src/report/plan/plan-json.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { ansi, plain, type Style } from '../../src/report/text/text-style.ts';
import { type Diagnostic, diagnostic } from '../../src/source/diagnostic.ts';
import { toDiagnostics } from '../../src/terraform/provider/protocol/protocol-diagnostics.ts';
import type { RowDiagnostic } from '../../src/terraform/provider/protocol/row.ts';
import { rowProblemOf } from '../../src/terraform/standalone/block-diagnostics.ts';
import { imported, live, snapshot } from '../import/scene.ts';
import { platformNamed } from '../platform/shipped.ts';
import { lumoauth } from './platforms.ts';
import { desiredOf, embedded, place, planned, sourceOf } from './scene.ts';
import { Side } from './side.ts';

/** Names as an attacker of a terminal or of a pull request would choose them. */
const name = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    '@octocat',
    'a|b',
    '`@octocat`',
    '``` @octocat',
    'x`@octocat',
    '<img src=x onerror=alert(1)>',
    '</details>@octocat',
    '[click](https://evil.example)',
    'https://evil.example',
    'www.evil.example',
    '\u001b[2J\u001b]0;owned\u0007',
    'a\nb',
    'a\r\n\n# heading',
    '\u202egnp.exe',
    'owner/repo#12',
    '#12',
    'GH-12',
    '-->',
    '\\',
    '**',
    ' ',
    'ana\ufe0f@acme.example',
    'a\u034fb\u3164\u2800\u115f\u17b4\uffa0',
    '\u{e0001}\u{e0041}\u{e0100}\u180e',
    '\ufeffWriters',
    '::error::x',
    ' \u00a0::stop-commands::x',
    '::add-mask::a ::error::b',
    '##[error]x',
    '##vso[task.complete result=Succeeded]x',
    "##teamcity[buildStop comment='x' readdToQueue='true']",
  ),
);

interface Scene {
  readonly plan: Plan;
  readonly source: AccessSource;
  readonly diagnostics: readonly Diagnostic[];
  readonly member: string;
}

const scene: fc.Arbitrary<Scene> = fc
  .tuple(name, name, name, name)
  .map(([member, group, title, role]): Scene => {
    const build = (side: Side): Side => side.scope('acme', 'organization', title).member(member);
    const desired = build(new Side('acme', 'desired'))
      .role(role, ['documents:read'])
      .group(group, [member], { title })
      .assign(`group:${group}`, ['editor', role]);
    const live = build(new Side('acme', 'live'))
      .group(group, [], { title: 'x' })
      .group(`${group}2`, [member]);
    const window = { grant: member, origin: place(1, 1, group), from: null, reviewBy: null, reason: title };
    const plan = planned(
      desiredOf('acme', lumoauth, desired, { windows: [{ ...window, until: '2026-07-01T00:00:00Z' }] }),
      live,
    );
    const related = [{ message: title, origin: place(1, 2, role) }];
    return {
      plan,
      source: sourceOf(plan, 'desired'),
      diagnostics: [
        diagnostic('unknown-role', `No ${role} here`, place(1, 1, group), { related, hint: member }),
      ],
      member,
    };
  });

function drifted(plan: Plan) {
  const findings = driftOf(plan);
  const deed = { at: '2026-01-01T00:00:00Z', action: 'x', address: null, entry: null };
  return { plan, findings, deeds: new Map(findings.map((f) => [f, [{ ...deed, actor: f.what }] as const])) };
}

const done = (plan: Plan, diagnostics: readonly Diagnostic[]) => ({
  plan,
  engine: embedded,
  made: plan.changes.slice(0, 1).flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c))),
  inDoubt: [],
  writes: 1,
  requests: 1,
  result: 'unproven' as const,
  second: plan,
  diagnostics,
});

/** Expectations that fail, named and reasoned as badly as the rest. */
function expected(plan: Plan, name: string): readonly ExpectationResults[] {
  const source = sourceOf(plan, 'desired');
  const origin = place(7, 3, name);
  const demand = (verb: ExpectationVerb) => ({
    verb,
    pattern: { value: name, origin },
    permissions: verb === 'can' ? ['documents:delete'] : ['documents:write'],
  });
  const expectation = {
    name,
    origin,
    reason: name,
    people: [name],
    scopes: ['acme', name],
    demands: [demand('can'), demand('cannot')],
    mayBeEmpty: false,
    emptyGroups: [],
  };
  const nobody = { ...expectation, people: [] };
  return [{ desired: plan.desired, source, findings: evaluate([expectation, nobody], source) }];
}

function texts({ plan, source, diagnostics, member }: Scene, style: Style = plain): readonly string[] {
  const question = { member, permission: 'documents:write', scope: 'acme' };
  return [
    diagnosticsText(diagnostics, style),
    checkText([plan.desired], style, { diagnostics, examined: expected(plan, member) }),
    planText([plan], style, { diagnostics }),
    driftText([drifted(plan)], style),
    appliedText([done(plan, diagnostics)], style),
    whoText(question, source, style),
    whatText({ member, scope: null }, source, style),
    whyText(question, source, style),
    whyText({ ...question, permission: 'audit-logs:read' }, source, style),
    whyText({ ...question, member: `${member}?`, scope: member }, source, style),
  ];
}

function comments({ plan, source, diagnostics, member }: Scene): readonly string[] {
  const question = { member, permission: 'documents:write', scope: 'acme' };
  return [
    diagnosticsMarkdown(diagnostics),
    checkMarkdown([plan.desired], { diagnostics, examined: expected(plan, member) }),
    diagnosticsMarkdown(expected(plan, member).flatMap((one) => failedExpectations(one, one, 'warning'))),
    planMarkdown([plan, plan], { diagnostics }),
    driftMarkdown([drifted(plan)]),
    appliedMarkdown([done(plan, diagnostics)]),
    whoMarkdown(question, source),
    whatMarkdown({ member, scope: null }, source),
    whyMarkdown(question, source),
    whyMarkdown({ ...question, permission: 'audit-logs:read' }, source),
  ];
}

/** Every form of output, for people and for machines, on a screen, in a file and in the log of a CI server. */
function outputs(made: Scene): readonly string[] {
  const { plan, source, diagnostics, member } = made;
  const question = { member, permission: 'documents:write', scope: 'acme' };
  return [
    ...texts(made),
    ...texts(made, ansi).map((text) => stripVTControlCharacters(text)),
    ...comments(made),
    jsonText(planJson([plan])),
    jsonText(diagnosticsJson('check', diagnostics)),
    jsonText(driftJson([drifted(plan)])),
    jsonText(whyJson(question, source)),
    jsonLine(whoJson(question, source)),
    jsonDocumentText({ title: member, description: `${member}\n${member}` }),
    junitXml(expected(plan, member), diagnostics),
    ...importsOf(member),
    terraformText([{ severity: 'error', summary: member, detail: `The key is\n${member}` }]),
    terraformText(diagnostics.map((one) => rowProblemOf(one, null))),
  ];
}

/** What import makes of live things that are called so, without and with writing. */
function importsOf(title: string): readonly string[] {
  const found = snapshot([
    live.scope('acme', 'organization', title),
    live.member('ada@acme.com'),
    live.given('acme', 'member:ada@acme.com', ['admin']),
    live.group('acme/writers', { title, description: `${title}\n${title}`, members: ['ada@acme.com'] }),
    live.group(`acme/${title}`, { members: ['ada@acme.com'] }),
  ]);
  const made = imported(platformNamed('lumoauth'), found);
  const organizations = made.ok ? [made.value] : [];
  const { diagnostics } = made;
  return [true, false].flatMap((wrote) => {
    const result = { organizations, workspace: null, wrote };
    return [importText(result, plain, { diagnostics }), importMarkdown(result, { diagnostics })];
  });
}

/** Terraform prints summary and details as they are, and breaks lines anew. */
function terraformText(problems: readonly RowDiagnostic[]): string {
  return toDiagnostics(problems)
    .map(({ summary, detail }) => `${summary}\n${detail}`.replaceAll(' ', '\n'))
    .join('\n');
}

/** By Unicode's own properties, rather than by a list of ours. */
const INVISIBLE = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

test('no output holds a control or an invisible character, whatever things are called', () => {
  fc.assert(
    fc.property(scene, (made) => {
      for (const text of outputs(made)) expect(INVISIBLE.exec(text)).toBeNull();
    }),
  );
});

/** GitHub begins to read after blanks; the rest is looked for anywhere. */
const COMMANDS = /^\s*::[a-z]|##[a-z]*\[/im;

test('no output holds what a CI server would run, whatever things are called', () => {
  fc.assert(
    fc.property(scene, (made) => {
      for (const text of outputs(made)) expect(COMMANDS.exec(text)).toBeNull();
    }),
  );
});

/** Code as GitHub reads it: nothing in it is a mention, a link or a tag. */
const CODE = /<code>[^<]*<\/code>|(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g;

test('no comment holds a mention, a link, a tag or a broken table, whatever things are called', () => {
  fc.assert(
    fc.property(scene, (made) => {
      for (const comment of comments(made)) {
        const outside = comment.replace(CODE, 'x');
        expect(outside).not.toMatch(/@|https?:|www\.|\]\(|`|#\d|GH-\d/);
        expect(outside.replace(/<\/?(?:details|summary|sub)>|<br>/g, '')).not.toMatch(/[<>]/);
        const rows = comment.split('\n').filter((line) => line.startsWith('|'));
        for (const row of rows) expect([3, 4, 5, 6]).toContain(row.split('|').length - 1);
      }
    }),
  );
});

test('a text has the lines it would have with plain names', () => {
  const lines = (member: string) => {
    const desired = new Side('acme', 'desired').scope('acme', 'organization', 'A').member(member);
    const live = new Side('acme', 'live').scope('acme', 'organization', 'A');
    return planText([planned(desiredOf('acme', lumoauth, desired), live)], plain).split('\n').length;
  };
  expect(lines('a\n  + b\r\nc')).toBe(lines('a'));
});
