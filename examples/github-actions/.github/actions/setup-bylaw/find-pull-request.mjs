/**
 * Of which pull request the run was that this one follows. GitHub leaves a fork's out of the event, so it is asked: the open
 * one from that branch of that owner whose head is the very commit of the event. Outputs `number` and `commit`, or nothing
 * where there is none any more. No artifact is asked: who made it could name another.
 */
import { readFileSync } from 'node:fs';
import { ask, fail, output, variable } from './github-api.mjs';

try {
  const { workflow_run: run } = JSON.parse(readFileSync(variable('GITHUB_EVENT_PATH'), 'utf8'));
  const head = `${run.head_repository.owner.login}:${run.head_branch}`;
  const open = await ask('pulls', { state: 'open', head, per_page: '100' });
  const found = open.filter(
    ({ head }) => head.sha === run.head_sha && head.repo?.id === run.head_repository.id,
  );
  if (found.length > 1) throw new Error(`${found.length} pull requests have this head`);
  const [pull] = found;
  if (pull === undefined) console.log('No open pull request has this commit as its head: nothing to say.');
  else {
    output('number', pull.number);
    output('commit', run.head_sha);
  }
} catch (error) {
  fail(error);
}
