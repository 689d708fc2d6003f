import {
  type LimitName,
  SINGLE_LIMITS,
  type SingleLimit,
  type WholeLimit,
  type WrittenException,
} from '../policy/guardrails-document.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { GuardedChange } from './guarded-change.ts';
import { isOver, type LimitInForce, limitsInForce } from './limits-in-force.ts';
import { type Removed, type RemovedEdges, type RemovedOfOne, removedEdges } from './removed-edges.ts';

/** More findings of one kind than this say no more. */
const MOST_TOLD = 5;

/** A limit that a change is beyond. */
interface Exceeded {
  readonly name: LimitName;
  readonly limit: LimitInForce;
  readonly removed: Removed;
}

/**
 * Whether a change takes more away than it may. Each limit by itself; the exceptions in force lift it up to their number.
 * What Bylaw's own limits stop is told together, since one file that is lost exceeds most of them. `emptied` is left out
 * where it has been told that nobody remains. Reports `removal-limit`, a warning in a plan, with which an apply is refused.
 */
export function judgeRemovals(change: GuardedChange, isTold: boolean): readonly Diagnostic[] {
  const edges = removedEdges(change.live, change.end.resources);
  const whole: Exceeded[] = [];
  const single: Diagnostic[] = [];
  for (const [name, limit] of limitsInForce(change.documents)) {
    if (limit === null || (isTold && name === 'access')) continue;
    if (isSingle(name)) single.push(...ofSingleOnes(change, name, limit, edges.single[name]));
    else {
      const removed = removedBy(change, edges, name);
      if (!isOver(limit, removed.count, removed.of)) continue;
      if (change.exceptions.some((one) => lifts(one, name, removed.count))) continue;
      whole.push({ name, limit, removed });
    }
  }
  const own = whole.filter(({ limit }) => limit.origins.length === 0);
  const written = whole.filter(({ limit }) => limit.origins.length > 0);
  return [
    ...(own.length === 0 ? [] : [ofWhole(change, own)]),
    ...written.map((one) => ofWhole(change, [one])),
    ...single,
  ];
}

function isSingle(name: LimitName): name is SingleLimit {
  return (SINGLE_LIMITS as readonly LimitName[]).includes(name);
}

function removedBy(change: GuardedChange, edges: RemovedEdges, name: WholeLimit): Removed {
  switch (name) {
    case 'access':
      return { count: change.emptied.length, of: change.able() };
    case 'reduced':
      return { count: change.reduced.length, of: change.able() };
    case 'members':
    case 'group-members':
    case 'assignments':
    case 'groups':
    case 'roles':
    case 'scopes':
      return edges.whole[name];
  }
}

function ofWhole(change: GuardedChange, exceeded: readonly Exceeded[]): Diagnostic {
  const what = exceeded.map(({ name, limit, removed }) => `${SAID[name](removed)} (${limitWords(limit)})`);
  const lift = exceeded.map(({ name, removed }) => `${name}: ${removed.count}`).join(', ');
  const message = `This would remove from ${change.organization}: ${what.join('; ')}.`;
  return finding(change, message, exceeded[0]?.limit.origins ?? [], `limits: { ${lift} }`);
}

function ofSingleOnes(
  change: GuardedChange,
  name: SingleLimit,
  limit: LimitInForce,
  removed: readonly RemovedOfOne[],
): readonly Diagnostic[] {
  const found = removed.filter(
    (one) =>
      isOver(limit, one.count, one.of) &&
      !change.exceptions.some((exception) => lifts(exception, name, one.count, one.subject, change)),
  );
  const told = found.slice(0, MOST_TOLD).map((one) => {
    const subject = name === 'each-person' ? change.spelling(one.subject) : one.subject;
    const message = `This would remove ${SAID[name](one)} of ${subject} (${limitWords(limit)}).`;
    return finding(
      change,
      message,
      limit.origins,
      `limits: { ${name}: ${one.count} }, of: ${quote(subject)}`,
    );
  });
  if (found.length <= MOST_TOLD) return told;
  const more = `${found.length - MOST_TOLD} more are beyond the limit ${name}.`;
  return [...told, diagnostic('removal-limit', more, limit.origins[0] ?? null, { severity: 'warning' })];
}

function lifts(
  exception: WrittenException,
  name: LimitName,
  count: number,
  subject: string | null = null,
  change: GuardedChange | null = null,
): boolean {
  const most = exception.limits.get(name);
  if (most === undefined || count > most) return false;
  if (subject === null || change === null || exception.of === null) return true;
  const of = exception.of.value;
  return of === subject || of === change.spelling(subject);
}

function finding(
  { organization }: GuardedChange,
  message: string,
  origins: readonly Origin[],
  lift: string,
): Diagnostic {
  const [origin, ...others] = origins;
  const hint = `Check that every file is there and that the organization is the one meant. If it is meant, a Guardrails document of ${organization} says so: exceptions: { "what the change is": { ${lift}, reason: …, owner: …, until: … } }`;
  return diagnostic('removal-limit', message, origin ?? null, {
    severity: 'warning',
    hint,
    related: others.map((one) => ({ message: 'another limit is written here', origin: one })),
  });
}

function limitWords({ count, percent, few, origins }: LimitInForce): string {
  const parts = [
    ...(count === null ? [] : [`${count}`]),
    ...(percent === null ? [] : [`${percent} % from ${few} on`]),
  ];
  const limit = `at most ${parts.join(', and ')} may go`;
  return origins.length === 0 ? `by default ${limit}` : limit;
}

const SAID: Readonly<Record<LimitName, (removed: Removed) => string>> = {
  members: ({ count, of }) => `${count} of the ${of} memberships`,
  'group-members': ({ count, of }) => `${count} of the ${of} places in groups`,
  assignments: ({ count, of }) => `${count} of the ${of} assignments`,
  groups: ({ count, of }) => `${count} of the ${of} groups`,
  roles: ({ count, of }) => `${count} of the ${of} custom roles`,
  scopes: ({ count, of }) => `${count} of the ${of} scopes`,
  access: ({ count, of }) => `all access of ${count} of the ${of} people who can do something`,
  reduced: ({ count, of }) => `some access of ${count} of the ${of} people who can do something`,
  'each-group': ({ count, of }) => `${count} of the ${of} people`,
  'each-scope': ({ count, of }) => `${count} of the ${of} assignments`,
  'each-person': ({ count, of }) => `${count} of the ${of} groups and assignments`,
};
