import { counted } from '../phrases.ts';
import type { HistoryEntry } from './history-entry.ts';

const RESULTS: { readonly [R in HistoryEntry['result']]: string } = {
  proven: 'applied and proved',
  part: 'applied in part',
  incomplete: 'incomplete',
  unproven: 'made, not proven',
  unchanged: 'nothing to do',
  unfinished: 'came to no end',
};

/** `applied and proved: 12 changes, 36 of 36 writes`. */
export function historyVerdict({ result, changes, writes, settledBy }: HistoryEntry): string {
  const { done, allowed, unanswered } = writes;
  const unheard = unanswered === 0 ? '' : `, ${unanswered} without an answer`;
  const settled = settledBy === null ? '' : `; settled by ${settledBy}`;
  return `${RESULTS[result]}: ${counted(changes.length, 'change')}, ${done} of ${counted(allowed, 'write')}${unheard}${settled}`;
}

/** `ana (github-actions, run 7), root@runner, commit c0ffee1, terraform 1.11.4`. */
export function historyOrigin({ by, commit, engine, resumes, undoes }: HistoryEntry): string {
  const { ci, user, host } = by;
  const run = ci === null || ci.run === null ? '' : `, run ${ci.run}`;
  const job = ci === null ? null : `${ci.actor === null ? 'somebody' : ci.actor} (${ci.system}${run})`;
  const machine = user === null ? host : host === null ? user : `${user}@${host}`;
  return [
    job,
    machine,
    commit === null ? 'commit not known' : `commit ${commit.slice(0, 12)}`,
    engine.version === null ? engine.name : `${engine.name} ${engine.version}`,
    resumes === null ? null : `goes on with ${resumes}`,
    undoes === null ? null : `undoes ${undoes}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
