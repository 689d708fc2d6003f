/** Stacks made in a test: documents in a folder, and what the library makes of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, type TerraformStack, Testing } from 'cdktf';
import { onTestFinished } from 'vitest';

export interface Block {
  readonly [attribute: string]: unknown;
}

/** A stack's file, as Terraform reads it. */
export interface Synthesized {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly provider?: { readonly bylaw: readonly Block[] };
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly import?: readonly Block[];
  readonly terraform?: { readonly backend?: unknown; readonly required_providers?: unknown };
}

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-cdktf-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `cdktn` asks an app which Terraform it is for, and refuses functions of providers where that may be too old. */
const CONTEXT = { targetVersions: { terraform: '>=1.8.0', opentofu: '>=1.7.0' } };

export function newApp(): App {
  return new App({ outdir: join(temporary(), 'out'), context: CONTEXT });
}

/** A stack's file in one form, whichever library has written it and in which version. */
export function inOneForm(json: string): string {
  const stack = JSON.parse(json) as { '//': { metadata: { version: string } } };
  stack['//'].metadata.version = 'VERSION';
  return `${JSON.stringify(stack, null, 2)}\n`;
}

/** With validations, as an app is synthesized. */
export function synthesized(stack: TerraformStack): Synthesized {
  return JSON.parse(Testing.synth(stack, true)) as Synthesized;
}

/** The only block whose name begins so. */
export function blockOf(stack: Synthesized, type: string, name: string): Block {
  const blocks = Object.entries(stack.resource?.[type] ?? {}).filter(
    ([one]) => one === name || one.replace(/_[0-9a-f]{10}$/, '') === name,
  );
  const [first, ...more] = blocks;
  if (first === undefined || more.length > 0)
    throw new Error(`${blocks.length} of ${type} ${name}: ${Object.keys(stack.resource?.[type] ?? {})}`);
  return first[1];
}

const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\n';

/** A folder with a workspace of `acme`, and its documents after their heads. */
export function workspaceWith(documents: string, more: Readonly<Record<string, string>> = {}): string {
  const folder = temporary();
  const files: Readonly<Record<string, string>> = {
    'bylaw.yaml':
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
    'access/acme.yaml': `${HEAD}name: acme\nplatform: lumoauth\n${documents}`,
    ...more,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** What a synthesis that must fail says. */
export function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was wrong');
}
