/** Documents judged by their rules in this process: what `check` does, without a process and a terminal. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Desired } from '../../src/compile/desired.ts';
import { readPeople } from '../../src/policy/read-people.ts';
import { readRules } from '../../src/policy/read-rules.ts';
import type { Resource, UnknownList } from '../../src/resource/resource.ts';
import { acknowledge } from '../../src/rule/acknowledge.ts';
import { bindRules } from '../../src/rule/bind-rules.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { judgeBuiltIn } from '../../src/rule/judge-built-in.ts';
import { type JudgedBasis, JudgedOrganization } from '../../src/rule/judged-organization.ts';
import { PeopleIndex } from '../../src/rule/people-index.ts';
import { ruleDiagnostics } from '../../src/rule/rule-diagnostics.ts';
import { instancesIn } from '../../src/rule/rule-documents.ts';
import type { Diagnostic } from '../../src/source/diagnostic.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';

export const NOON = '2026-11-30T12:00:00Z';

export interface JudgedDocuments {
  readonly findings: readonly Finding[];
  readonly told: readonly Diagnostic[];
  /** What is wrong with the rules as written. */
  readonly faults: readonly Diagnostic[];
}

export interface JudgedInput {
  readonly platform?: string | undefined;
  /** What stands below the head of the organization `acme`. */
  readonly organization: string;
  /** What stands below the head of the Rules document. */
  readonly rules: string;
  readonly authority?: string;
  /** In place of what the documents give. */
  readonly side?: (desired: Desired) => {
    readonly resources: readonly Resource[];
    readonly basis: JudgedBasis;
    readonly unknown?: readonly UnknownList[];
  };
  readonly instant?: string;
}

export function judgedDocuments(input: JudgedInput): JudgedDocuments {
  const { platform = 'lumoauth', authority = 'full', instant = NOON } = input;
  const files = {
    'bylaw.yaml':
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
    'access/acme.yaml': `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${platform}\nauthority: ${authority}\n${input.organization}`,
    'access/rules.yaml': `apiVersion: bylaw/v1\nkind: Rules\norganizations: "*"\n${input.rules}`,
  };
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-rules-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return judgedIn(folder, instant, input.side);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The workspace of a folder. */
export function judgedIn(folder: string, instant: string, side?: JudgedInput['side']): JudgedDocuments {
  const loaded = loadWorkspace(folder, instant);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics, null, 2));
  const { rules: policies, organizations, documents } = loaded.value;
  if (policies === null) throw new Error('the workspace has no rules');
  const [rules, people] = [readRules(policies.rules), readPeople(policies.people)];
  if (!rules.ok || !people.ok)
    return { findings: [], told: [], faults: [...rules.diagnostics, ...people.diagnostics] };
  const names = documents.map(({ name }) => name);
  const faults = bindRules(rules.value, names, names, organizations, instant);
  const all = organizations.map(
    (desired) =>
      new JudgedOrganization(desired, {
        document: documents.find(({ name }) => name === desired.organization) ?? null,
        resources: desired.resources,
        basis: 'written',
        ...side?.(desired),
        instances: instancesIn({ rules: rules.value }),
      }),
  );
  const judged = { asked: all, all, people: new PeopleIndex(people.value, all) };
  const found = judgeBuiltIn(rules.value, judged);
  const findings = acknowledge(found, rules.value, all, Date.parse(instant));
  return { findings, told: ruleDiagnostics(findings), faults };
}
