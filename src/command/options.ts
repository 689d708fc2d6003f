import { parseArgs } from 'node:util';
import { DEFAULT_CONNECTOR } from '../source/connection-defaults.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { escapeText, quote } from '../source/quote.ts';

interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly multiple?: true;
  /** What follows the name in the help: `FILE`. */
  readonly value?: string;
  readonly help: string;
}

/** Every option of every command, so that one name means one thing everywhere. */
export const OPTIONS = {
  workspace: {
    type: 'string',
    value: 'FILE',
    help: 'the workspace file or its folder (default: bylaw.yaml here)',
  },
  format: { type: 'string', multiple: true, value: 'NAME', help: 'print in this format (default: text)' },
  json: { type: 'boolean', help: 'print one JSON report (schemas/report.schema.json); --format json' },
  markdown: { type: 'boolean', help: 'print Markdown to paste into a review; --format markdown' },
  at: { type: 'string', value: 'INSTANT', help: 'look at grants as of this instant (default: now)' },
  url: {
    type: 'string',
    value: 'URL',
    help: 'reach the platform at this URL instead of the one in the workspace',
  },
  'no-cache': {
    type: 'boolean',
    help: 'ask the platform for everything outright, and keep no answers for the next run',
  },
  engine: { type: 'string', value: 'NAME', help: 'auto, terraform, tofu or embedded' },
  parallel: {
    type: 'string',
    value: 'N',
    help: 'how many runs work side by side (default: the number of processors)',
  },
  'lock-timeout': {
    type: 'string',
    value: 'DURATION',
    help: 'wait this long for locks that others hold, e.g. 5m (default: 0, fail at once)',
  },
  'in-parts': {
    type: 'boolean',
    help: 'make what the limits of the platform leave room for, revocations first; another apply goes on',
  },
  within: {
    type: 'string',
    value: 'DURATION',
    help: 'how long the writes of one run may take, e.g. 3h (default: 1h)',
  },
  resume: {
    type: 'boolean',
    help: 'go on with an apply that came to no end: what it was allowed to do and did not do',
  },
  owner: { type: 'string', value: 'NAME', help: 'only reviews that this person, or group:NAME, decides' },
  by: { type: 'string', value: 'PERSON', help: 'who decides: an owner of the review' },
  note: { type: 'string', value: 'TEXT', help: 'why, in one line' },
  write: { type: 'boolean', help: 'write the edit into the file, instead of only printing it' },
  until: {
    type: 'string',
    value: 'DATE',
    help: 'the new end: 2027-01-31, or 2027-01-31T18:00:00Z',
  },
  apply: { type: 'boolean', help: 'carry it out, after it was shown; asked about as an apply is' },
  yes: { type: 'boolean', help: 'do not ask before applying' },
  'allow-mass-removal': {
    type: 'boolean',
    help: 'is no more: an exception in a Guardrails document names the change that is meant',
  },
  'allow-failed-expectations': { type: 'boolean', help: 'apply even if expectations fail' },
  junit: {
    type: 'string',
    value: 'FILE',
    help: 'write expectations as JUnit XML to this file; - is --format junit',
  },
  live: { type: 'boolean', help: 'answer from the live platform instead of from the documents' },
  organization: { type: 'string', multiple: true, value: 'NAME', help: 'the organization to answer for' },
  from: {
    type: 'string',
    value: 'FORMAT',
    help: 'import from the files of another program instead of the live platform',
  },
  base: {
    type: 'string',
    value: 'REVISION',
    help: 'compare with this branch, tag or commit, from where this branch left it, or with this folder',
  },
  'two-dot': { type: 'boolean', help: 'compare with the tip of --base, not with where this branch left it' },
  on: {
    type: 'string',
    multiple: true,
    value: 'SCOPE',
    help: 'the scope that is asked about; may be repeated',
  },
  for: {
    type: 'string',
    multiple: true,
    value: 'WHOM',
    help: 'who may have it: ana@acme.example, group:admins, or nobody; may be repeated',
  },
  domain: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    help: 'who has an address of another domain is an outsider, e.g. acme.example; may be repeated',
  },
  plan: {
    type: 'string',
    value: 'FILE',
    help: 'a plan file of bylaw plan --out, whose changes are shown too',
  },
  artifact: {
    type: 'string',
    value: 'FILE',
    help: 'write all that was found into this file, for bylaw review --post',
  },
  post: {
    type: 'string',
    value: 'FILE',
    help: 'look at nothing, and write the comment from a file of --artifact, which is not trusted',
  },
  change: {
    type: 'string',
    value: 'NUMBER',
    help: 'the pull or merge request (default: what the CI server says)',
  },
  commit: {
    type: 'string',
    value: 'SHA',
    help: 'the commit at the tip of the change (default: what the CI server says)',
  },
  now: { type: 'boolean', help: 'leave out what holds only later, when a window begins or ends' },
  shard: {
    type: 'string',
    value: 'N/COUNT',
    help: 'only the organizations of this part of the workspace, e.g. 3/8; the others are other jobs’',
  },
  merge: { type: 'boolean', help: 'put the JSON reports of all shards of one run together' },
  report: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'write the report to this file too; its ending says the format: drift.html, drift.json; may be repeated',
  },
  previous: {
    type: 'string',
    value: 'FILE',
    help: 'the JSON report of the last run: what is new, what is still there since when, what recovered',
  },
  'webhook-log': {
    type: 'string',
    value: 'FILE',
    help: 'events that a receiver of webhooks wrote down, one JSON object a line: who did it',
  },
  issue: {
    type: 'boolean',
    help: 'keep one issue for each organization that drifted: opened, updated, closed, and opened again',
  },
  repository: {
    type: 'string',
    value: 'NAME',
    help: 'the repository to write to, e.g. acme/access (default: the one that the CI server says)',
  },
  forge: { type: 'string', value: 'NAME', help: 'who has the repository: github or gitlab' },
  webhook: { type: 'string', value: 'URL', help: 'send the report to this address, signed' },
  'webhook-secret': {
    type: 'string',
    value: 'VARIABLE',
    help: 'the variable that holds the secret to sign with (default: BYLAW_WEBHOOK_SECRET)',
  },
  since: { type: 'string', value: 'INSTANT', help: 'read the audit log no further back than this' },
  platform: {
    type: 'string',
    value: 'NAME',
    help: 'a platform by its name, or a platform file',
  },
  connector: {
    type: 'string',
    value: 'NAME',
    help: `how the platform of a new workspace is spoken to (default: ${DEFAULT_CONNECTOR})`,
  },
  port: { type: 'string', value: 'PORT', help: 'port on 127.0.0.1 (default: 7070; 0 takes a free one)' },
  file: { type: 'string', value: 'FILE', help: 'database file (default: sandbox.db)' },
  fault: {
    type: 'string',
    multiple: true,
    value: 'FAULT',
    help: 'inject a fault, e.g. 429@3:retry-after=1; may be repeated',
  },
  out: {
    type: 'string',
    value: 'PATH',
    help: 'where to write',
  },
  table: {
    type: 'string',
    value: 'NAME',
    help: 'the table that CSV holds: people, groups, scopes, roles, grants, dates or exceptions',
  },
  directory: {
    type: 'string',
    value: 'DIR',
    help: 'the folder to write into',
  },
  'dry-run': { type: 'boolean', help: 'write nothing, and say what would be written' },
  diff: { type: 'boolean', help: 'write nothing, and show what would be written' },
  all: { type: 'boolean', help: 'where authority is declared, write what is unmanaged too' },
  quiet: { type: 'boolean', help: 'print nothing if the status is 0, and ask nothing' },
  verbose: {
    type: 'boolean',
    help: 'print each request and each step on stderr, with the seconds since the start',
  },
  help: { type: 'boolean', help: 'show this help' },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof OPTIONS;

export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: OptionName): boolean;
  text(name: OptionName): string | null;
  texts(name: OptionName): readonly string[];
}

/** Arguments of one command. Fails with usage. */
export function readArguments(
  command: string,
  words: readonly string[],
  allowed: readonly OptionName[],
): Outcome<Arguments> {
  const options = Object.fromEntries(
    allowed.map((name) => {
      const spec: OptionSpec = OPTIONS[name];
      return [name, { type: spec.type, multiple: spec.multiple === true }];
    }),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
    const get = (name: OptionName): unknown => (values as Readonly<Record<string, unknown>>)[name];
    return success({
      positionals,
      flag: (name) => get(name) === true,
      text: (name) => {
        const value = get(name);
        // Of an option that may be repeated, and is asked for as one, the last counts, as of any other.
        const last: unknown = Array.isArray(value) ? value.at(-1) : value;
        return typeof last === 'string' ? last : null;
      },
      texts: (name) => {
        const value = get(name);
        return Array.isArray(value) ? value.map(String) : [];
      },
    });
  } catch (error) {
    const dashed = dashedName(error, words);
    const hint =
      dashed === null
        ? `See bylaw ${command} --help.`
        : `Write a name that begins with a dash after --: bylaw ${command} … -- ${escapeText(dashed)}`;
    const message =
      dashed === null ? usageMessage(error, words, allowed) : `There is no option ${quote(dashed)}.`;
    return failure(diagnostic('usage', message, null, { hint }));
  }
}

/** A word that was taken for short options, of which there are none; null where something else is wrong. */
function dashedName(error: unknown, words: readonly string[]): string | null {
  const told = error instanceof Error && /^Unknown option '-[^-]/.test(error.message);
  return told ? (words.find((word) => /^-[^-]/.test(word)) ?? null) : null;
}

function usageMessage(error: unknown, words: readonly string[], allowed: readonly OptionName[]): string {
  const unknown = words.find(
    (word) =>
      word.startsWith('--') && !allowed.some((name) => word === `--${name}` || word.startsWith(`--${name}=`)),
  );
  if (unknown === undefined) return error instanceof Error ? error.message : String(error);
  const name = unknown.slice(2).replace(/=.*/s, '');
  const close = nearest(name, allowed);
  return `Unknown option --${name}${close === null ? '.' : `; did you mean --${close}?`}`;
}
