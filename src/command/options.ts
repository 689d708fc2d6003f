import { parseArgs } from 'node:util';
import { diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { escapeText, quote } from '../source/quote.ts';

interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly multiple?: true;
  /** What follows the name in the help: `FILE`. */
  readonly value?: string;
}

/** Every option of every command, so that one name means one thing everywhere: `OPTION_WORDS` says what. */
export const OPTIONS = {
  workspace: { type: 'string', value: 'FILE' },
  format: { type: 'string', multiple: true, value: 'NAME' },
  json: { type: 'boolean' },
  markdown: { type: 'boolean' },
  at: { type: 'string', value: 'INSTANT' },
  url: { type: 'string', value: 'URL' },
  'no-cache': { type: 'boolean' },
  engine: { type: 'string', value: 'NAME' },
  parallel: { type: 'string', value: 'N' },
  'lock-timeout': { type: 'string', value: 'DURATION' },
  'in-parts': { type: 'boolean' },
  within: { type: 'string', value: 'DURATION' },
  resume: { type: 'boolean' },
  owner: { type: 'string', value: 'NAME' },
  by: { type: 'string', value: 'PERSON' },
  note: { type: 'string', value: 'TEXT' },
  write: { type: 'boolean' },
  until: { type: 'string', value: 'DATE' },
  apply: { type: 'boolean' },
  yes: { type: 'boolean' },
  'allow-mass-removal': { type: 'boolean' },
  'allow-failed-expectations': { type: 'boolean' },
  junit: { type: 'string', value: 'FILE' },
  live: { type: 'boolean' },
  organization: { type: 'string', multiple: true, value: 'NAME' },
  from: { type: 'string', value: 'FORMAT' },
  base: { type: 'string', value: 'REVISION' },
  'two-dot': { type: 'boolean' },
  on: { type: 'string', multiple: true, value: 'SCOPE' },
  for: { type: 'string', multiple: true, value: 'WHOM' },
  domain: { type: 'string', multiple: true, value: 'NAME' },
  plan: { type: 'string', value: 'FILE' },
  artifact: { type: 'string', value: 'FILE' },
  post: { type: 'string', value: 'FILE' },
  change: { type: 'string', value: 'NUMBER' },
  commit: { type: 'string', value: 'SHA' },
  now: { type: 'boolean' },
  shard: { type: 'string', value: 'N/COUNT' },
  merge: { type: 'boolean' },
  report: { type: 'string', multiple: true, value: 'FILE' },
  previous: { type: 'string', value: 'FILE' },
  'webhook-log': { type: 'string', value: 'FILE' },
  issue: { type: 'boolean' },
  repository: { type: 'string', value: 'NAME' },
  forge: { type: 'string', value: 'NAME' },
  webhook: { type: 'string', value: 'URL' },
  'webhook-secret': { type: 'string', value: 'VARIABLE' },
  since: { type: 'string', value: 'INSTANT' },
  platform: { type: 'string', value: 'NAME' },
  connector: { type: 'string', value: 'NAME' },
  port: { type: 'string', value: 'PORT' },
  file: { type: 'string', value: 'FILE' },
  fault: { type: 'string', multiple: true, value: 'FAULT' },
  out: { type: 'string', value: 'PATH' },
  table: { type: 'string', value: 'NAME' },
  directory: { type: 'string', value: 'DIR' },
  badge: { type: 'boolean' },
  writes: { type: 'boolean' },
  'throw-away': { type: 'string', value: 'NAME' },
  'from-openapi': { type: 'string', value: 'FILE' },
  'dry-run': { type: 'boolean' },
  diff: { type: 'boolean' },
  all: { type: 'boolean' },
  quiet: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean' },
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
