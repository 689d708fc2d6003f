import { isShard, type Shard } from '../../policy/shard.ts';
import { parseState } from '../../terraform/run/terraform-state.ts';
import { membershipOf } from '../../workspace/shard-membership.ts';

/**
 * Whether a value is of the form that a plan file has, field by field and with nothing beside. What a file says is told
 * apart from what it leaves out here, once: whoever goes on with it never asks whether a list is empty by accident.
 * Returns what is wrong, in words that follow "the plan file …"; null when all is well.
 */
export function planFileFault(value: unknown): string | null {
  const file = fields(value, [
    'format',
    'bylaw',
    'instant',
    'engine',
    'shard',
    'inputs',
    'written',
    'organizations',
    'runs',
  ]);
  if (file === null) return 'does not have the fields of one';
  if (!isInstant(file.instant)) return 'does not say when it was made';
  const engine = engineIn(file.engine);
  if (engine === null) return 'does not say which engine it is for';
  const shard = shardIn(file.shard);
  if (shard === undefined) return 'does not say for which shard it is';
  if (!isInputs(file.inputs)) return 'does not say which files it was made from';
  // A shard may have none; of a whole workspace an emptied list would say less than was reviewed.
  if (!Array.isArray(file.organizations) || (file.organizations.length === 0 && shard === null))
    return 'names no organization';
  if (!file.organizations.every(isOrganization)) return 'does not describe an organization';
  const names = file.organizations.map(({ organization }) => organization);
  if (!areDifferent(names)) return 'names an organization twice';
  const written = namesWritten(file.written);
  if (written === null || !same(written, names)) return 'does not say what was written of each organization';
  if (!names.every(membershipOf(shard))) return 'names an organization of another shard';
  if (!Array.isArray(file.runs) || !file.runs.every(isRun))
    return 'holds a terraform plan that cannot be read';
  const planned = file.runs.flatMap(({ organizations }) => organizations);
  if (engine === 'embedded')
    return planned.length === 0 ? null : 'holds a terraform plan and is for the embedded engine';
  return areDifferent(planned) && same(planned, names)
    ? null
    : 'does not hold one terraform plan for each organization';
}

/** Undefined for what is no shard and not null. */
function shardIn(value: unknown): Shard | null | undefined {
  if (value === null) return null;
  const { number, count } = fields(value, ['number', 'count']) ?? {};
  if (typeof number !== 'number' || typeof count !== 'number') return undefined;
  return isShard({ number, count }) ? { number, count } : undefined;
}

type FieldValues<K extends string> = { readonly [key in K]: unknown };

/** The value as a map of exactly these fields. */
function fields<K extends string>(value: unknown, names: readonly K[]): FieldValues<K> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return same(Object.keys(value), names) ? (value as FieldValues<K>) : null;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && areDifferent(a) && b.every((one) => new Set(a).has(one));
}

function areDifferent(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** As `plan` writes it, and no other form of the same instant. */
function isInstant(value: unknown): boolean {
  if (!isText(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString() === value;
}

function engineIn(value: unknown): string | null {
  const { name, version } = fields(value, ['name', 'version']) ?? {};
  if (name === 'embedded') return version === null ? name : null;
  return (name === 'terraform' || name === 'tofu') && isText(version) ? name : null;
}

function isInputs(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const inputs = value.map((one) => fields(one, ['file', 'sha256', 'isOfOrganizations']));
  const whole = inputs.every(
    (one) => isText(one?.file) && isHash(one.sha256) && typeof one.isOfOrganizations === 'boolean',
  );
  return whole && areDifferent(inputs.map((one) => String(one?.file)));
}

function isHash(value: unknown): boolean {
  return isText(value) && /^[0-9a-f]{64}$/.test(value);
}

/** The names of which it says what was written; null where it is not of the form. */
function namesWritten(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const names = value.map((one) => {
    const { organization, written } = fields(one, ['organization', 'written']) ?? {};
    return isText(organization) && isHash(written) ? organization : null;
  });
  return names.every((name) => name !== null) ? names : null;
}

function isOrganization(value: unknown): value is { readonly organization: string } {
  const one = fields(value, ['organization', 'live', 'facts']);
  if (one === null || !isText(one.organization) || !Array.isArray(one.live) || !Array.isArray(one.facts))
    return false;
  const pairs = one.live.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText));
  return pairs && areDifferent(one.live.map(([address]) => address)) && one.facts.every(isText);
}

function isRun(value: unknown): value is { readonly organizations: readonly string[] } {
  const run = fields(value, ['stack', 'organizations', 'plan', 'state']);
  if (
    run === null ||
    !isText(run.stack) ||
    !Array.isArray(run.organizations) ||
    run.organizations.length === 0
  )
    return false;
  const { plan, state } = run;
  // A decoder takes anything: what it makes of a text has to be that text again.
  const whole = isText(plan) && Buffer.from(plan, 'base64').toString('base64') === plan;
  return (
    run.organizations.every(isText) &&
    whole &&
    (state === null || (isText(state) && parseState(state) !== null))
  );
}
