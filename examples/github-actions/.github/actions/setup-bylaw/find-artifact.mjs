/**
 * Which run has the newest artifact of a name, of this repository and not of a fork. Outputs `run-id`; nothing where there
 * is none, which is an error with `--needed`. `--branch NAME` takes only those of runs on that branch.
 */
import { parseArgs } from 'node:util';
import { ask, fail, output } from './github-api.mjs';

/** More is no plan and no report of Bylaw's. */
const MOST_BYTES = 64 * 1024 * 1024;

try {
  const { values, positionals } = parseArgs({
    options: { needed: { type: 'boolean' }, branch: { type: 'string' } },
    allowPositionals: true,
  });
  const [name] = positionals;
  if (name === undefined) throw new Error('the name of an artifact is needed');
  const { artifacts } = await ask('actions/artifacts', { name, per_page: '100' });
  const ours = artifacts.filter(
    (one) =>
      one.name === name &&
      one.expired === false &&
      one.workflow_run?.head_repository_id === one.workflow_run?.repository_id &&
      (values.branch === undefined || one.workflow_run?.head_branch === values.branch),
  );
  ours.sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  const [newest] = ours;
  if (newest === undefined) {
    if (values.needed === true) {
      throw new Error(
        `There is no artifact ${name}: these documents were never planned, or it has expired. Run the workflow "bylaw plan" on this branch, look at it, and run this one again.`,
      );
    }
  } else if (newest.size_in_bytes > MOST_BYTES) {
    throw new Error(`The artifact ${name} has ${newest.size_in_bytes} bytes, which is no file of Bylaw's`);
  } else {
    output('run-id', newest.workflow_run.id);
  }
} catch (error) {
  fail(error);
}
