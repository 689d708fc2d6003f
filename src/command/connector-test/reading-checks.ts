import { buildAccess } from '../../access/build-access.ts';
import type { DescribedReader } from '../../connector/described/described-reader.ts';
import type { ToldAccess } from '../../connector/described/read/read-effective.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type {
  AnswerDifference,
  ConnectorCheck,
  ConnectorCheckName,
} from '../../report/connector/connector-check.ts';
import { counted, listed } from '../../report/phrases.ts';
import type { Resource, Snapshot } from '../../resource/resource.ts';
import { spellingOf } from '../../resource/spelling.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';
import { compareEffective } from './compare-effective.ts';
import { snapshotDifferences } from './compare-snapshots.ts';
import { pagedLists } from './paged-lists.ts';

/** Names in one sentence, and lines below it: the first say what is wrong. */
const NAMED = 6;
const LINES = 20;

export function readCheck({ resources }: Snapshot): ConnectorCheck {
  const of = (type: Resource['type']): number => resources.filter((one) => one.type === type).length;
  const kinds = [
    [of('scope'), 'scope', 'scopes'],
    [of('role'), 'role', 'roles'],
    [of('member'), 'person', 'people'],
    [of('group'), 'group', 'groups'],
    [
      sum(resources, (one) => (one.type === 'group' ? one.attributes.members.size : 0)),
      'membership',
      'memberships',
    ],
    [sum(resources, (one) => (one.type === 'group' ? one.attributes.groups.size : 0)), 'nesting', 'nestings'],
    [of('assignment'), 'assignment', 'assignments'],
  ] as const;
  const counts = Object.fromEntries(kinds.map(([count, , word]) => [word, count]));
  const told = kinds.flatMap(([count, one, many]) => (count === 0 ? [] : [counted(count, one, many)]));
  return {
    check: 'read',
    verdict: 'shown',
    said: `all of it was read: ${told.join(', ')}`,
    counts,
    details: [],
  };
}

function sum(resources: readonly Resource[], of: (resource: Resource) => number): number {
  return resources.reduce((all, one) => all + of(one), 0);
}

/** Read once more, it is the same snapshot. */
export function twiceCheck(first: Snapshot, again: Outcome<Snapshot>): ConnectorCheck {
  return failedReading('twice', first, again) ?? shown('twice', 'two readings give one snapshot', {});
}

/** Read one by one, it is the same snapshot as in the largest pages. */
export function pagesCheck(
  reader: Pick<DescribedReader, 'seen'>,
  first: Snapshot,
  byOnes: Outcome<Snapshot>,
): ConnectorCheck {
  const failed = failedReading('pages', first, byOnes);
  if (failed !== null) return failed;
  const { paged, unseen } = pagedLists(reader);
  const seen = paged.length - unseen.length;
  const counts = { lists: paged.length, seen };
  if (paged.length === 0) {
    const said = 'no list of the file has pages';
    return { check: 'pages', verdict: 'not-shown', said, counts, details: [] };
  }
  const one = 'pages of one and the largest give one snapshot';
  if (unseen.length === 0) return shown('pages', `${one}, of ${counted(paged.length, 'list')}`, counts);
  const said = `${one}; nothing stands on a second page of ${listed(unseen, NAMED)}`;
  return { check: 'pages', verdict: seen === 0 ? 'not-shown' : 'partly', said, counts, details: [] };
}

export interface EffectiveResult {
  readonly check: ConnectorCheck;
  readonly differences: readonly AnswerDifference[];
}

/** What Bylaw computes is what the platform says. */
export function effectiveCheck(
  told: Outcome<ToldAccess | null>,
  snapshot: Snapshot,
  platform: PlatformDefinition,
): EffectiveResult {
  const of = (check: Omit<ConnectorCheck, 'check'>): EffectiveResult => ({
    check: { check: 'effective', ...check },
    differences: [],
  });
  if (!told.ok) {
    const said = 'the platform’s own answer cannot be read';
    return of({ verdict: 'failed', said, counts: {}, details: sentencesOf(told.diagnostics) });
  }
  if (told.value === null) {
    const said = 'the file does not describe the platform’s own answer';
    return of({ verdict: 'not-shown', said, counts: {}, details: [] });
  }
  const access = buildAccess(platform, snapshot.resources);
  const { differences, people, scopes, yes } = compareEffective(access, told.value, spellingOf(snapshot));
  const permissions = platform.permissions.size;
  const answers = people * scopes * permissions;
  const counts = { people, scopes, permissions, answers, yes, differences: differences.length };
  const asked = `${counted(answers, 'answer')} on ${counted(people, 'person', 'people')}, ${yes} of them yes`;
  if (differences.length > 0) {
    const said = `${asked}: ${counted(differences.length, 'difference')}`;
    return { check: { check: 'effective', verdict: 'failed', said, counts, details: [] }, differences };
  }
  if (yes === 0) {
    return of({ verdict: 'not-shown', said: 'nobody may do anything there', counts, details: [] });
  }
  return of({ verdict: 'shown', said: `${asked}: 0 differences`, counts, details: [] });
}

function failedReading(
  check: ConnectorCheckName,
  first: Snapshot,
  other: Outcome<Snapshot>,
): ConnectorCheck | null {
  if (!other.ok) {
    const said = 'the second reading stops';
    return { check, verdict: 'failed', said, counts: {}, details: sentencesOf(other.diagnostics) };
  }
  const differences = snapshotDifferences(first, other.value);
  if (differences.length === 0) return null;
  const rest = differences.length - LINES;
  return {
    check,
    verdict: 'failed',
    said: `${counted(differences.length, 'thing')} differ; somebody may have changed them in between`,
    counts: { differences: differences.length },
    details: [...differences.slice(0, LINES), ...(rest > 0 ? [`… and ${rest} more`] : [])],
  };
}

function shown(check: ConnectorCheckName, said: string, counts: ConnectorCheck['counts']): ConnectorCheck {
  return { check, verdict: 'shown', said, counts, details: [] };
}

function sentencesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ message, code }) => `${message} (${code})`);
}
