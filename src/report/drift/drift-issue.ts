import type { DriftFinding } from '../../plan/drift/drift-finding.ts';
import { factName } from '../../plan/drift/fact-name.ts';
import { escapeText } from '../../source/quote.ts';
import { NOTHING_MORE } from '../report-context.ts';
import { type DriftEntry, isOpen } from './drift-entry.ts';
import { driftMarkdown } from './drift-markdown.ts';

/** By which issues of Bylaw are found. */
export const ISSUE_LABEL = 'bylaw-drift';

/** The issue of one organization, as it is to be. */
export interface DriftIssue {
  /** How it is known again, whatever it is called. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
  /** Whether there is drift of which nobody said that it is known. */
  readonly isOpen: boolean;
  /** Everything was read. Of another nobody knows what else there is. */
  readonly isWhole: boolean;
  readonly facts: readonly string[];
}

/** Signs of the fact list that an issue carries at most. */
const MOST_FACTS = 500;
const NOTE =
  '<sub>Kept by `bylaw drift --issue`: it is closed when a whole read finds nothing, and opened again while there is drift.</sub>';

/**
 * The same facts are the same text, whenever they are read: what is new in one report and old in the next is here only since
 * when. `mark` makes a short sign of a fact.
 */
export function driftIssue(entry: DriftEntry, limit: number, mark: (fact: string) => string): DriftIssue {
  const { organization, desired, live } = entry.plan;
  const key = `${encodeURIComponent(organization)} ${encodeURIComponent(desired.platform.name)}`;
  const facts = [
    ...new Set(entry.findings.map((finding) => mark(`${finding.kind} ${factName(finding)}`))),
  ].sort();
  const ends = [NOTE, keyLine(key), factsLine(facts)].join('\n');
  const room = limit - ends.length - 2;
  return {
    key,
    title: `Access of ${escapeText(organization)} is not as its documents say`,
    body: `${driftMarkdown([lasting(entry)], NOTHING_MORE, room)}\n${ends}\n`,
    isOpen: isOpen(entry),
    isWhole: live.unknown === undefined || live.unknown.length === 0,
    facts,
  };
}

/** Without what is otherwise in each report of the same facts. */
function lasting({ history, ...entry }: DriftEntry): DriftEntry {
  if (history === undefined) return entry;
  const { readAt } = entry.plan.live;
  const seenSince = new Map(
    entry.findings.map((finding: DriftFinding) => {
      const seen = history.since.get(finding);
      return [finding, seen === undefined ? readAt : seen] as const;
    }),
  );
  return { ...entry, seenSince };
}

function keyLine(key: string): string {
  return `<!-- bylaw-drift ${key} -->`;
}

function factsLine(facts: readonly string[]): string {
  return `<!-- facts ${facts.length > MOST_FACTS ? 'too many' : facts.join(' ')} -->`;
}

/** Whether a text is that of the issue of this organization, whoever wrote it. */
export function isIssueOf({ key }: DriftIssue, body: string): boolean {
  return body.includes(keyLine(key));
}

/** Whether the text that stands there tells of nothing that this one leaves out. */
export function tellsAll({ facts }: DriftIssue, body: string): boolean {
  const [, listed] = /<!-- facts ([0-9a-f ]*) -->/.exec(body) ?? [];
  if (listed === undefined) return false;
  return listed.split(' ').every((fact) => fact === '' || facts.includes(fact));
}
