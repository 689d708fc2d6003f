import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_STATE_BYTES, readWholeFile } from '../../file/read-file.ts';
import { isOrganizationLocked, LOCK_SUFFIX, removeStaleLock } from '../../state/organization-lock.ts';
import { STATE_SUFFIX, stateFileWorkspace } from '../../state/state-file.ts';
import { foreignContentIn, organizationsIn } from '../../state/state-ownership.ts';
import { parseState } from '../../terraform/run/terraform-state.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { stateDirectory, workspacePathFrom } from '../session/session.ts';
import { stacksOfWorkspace } from '../session/stack-shares.ts';

/**
 * Takes out of the state directory what this workspace has left there and has no use for any more: states of stacks
 * that are no more, and locks of organizations that are no more and of processes that are gone. Everything there is a
 * cache, so that a file too few costs a refresh; what cannot be proved to be ours stays all the same, and so does
 * what somebody holds. Never fails: who has applied need not hear of it.
 */
export function pruneStateDirectory(workspace: Workspace): void {
  const directory = stateDirectory(workspace);
  const inUse = new Set([
    ...stacksOfWorkspace(workspace).map(({ name }) => name),
    ...workspace.organizations.map(({ organization }) => organization),
    ...workspace.documents.map(({ name }) => name),
    ...workspace.document.organizations.map(({ name }) => name),
  ]);
  const own = workspacePathFrom(directory, workspace);
  for (const file of namesIn(directory)) {
    const stack = nameBefore(file, STATE_SUFFIX);
    const organization = nameBefore(file, LOCK_SUFFIX);
    try {
      if (organization !== null && !inUse.has(organization)) removeStaleLock(directory, organization);
      if (stack === null || inUse.has(stack)) continue;
      const path = join(directory, file);
      if (isStale(directory, stack, path, own, inUse)) rmSync(path);
    } catch {
      // Gone meanwhile, or not ours to remove.
    }
  }
}

/** Names that stacks and organizations can have, and nothing else. */
const NAME = /^_?[a-z0-9][a-z0-9._-]*$/;

function nameBefore(file: string, suffix: string): string | null {
  const name = file.endsWith(suffix) ? file.slice(0, -suffix.length) : '';
  return NAME.test(name) ? name : null;
}

/**
 * Whether a state was written for this workspace and nobody uses it: it says so itself, or, written by an older
 * version, is all about organizations of this workspace, which have other states now. Two workspaces may share one
 * directory.
 */
function isStale(
  directory: string,
  stack: string,
  path: string,
  own: string,
  organizations: ReadonlySet<string>,
): boolean {
  if (!lstatSync(path).isFile()) return false;
  const read = readWholeFile(path, { place: null, limit: MAX_STATE_BYTES });
  if (!read.ok) return false;
  const text = read.value.toString('utf8');
  const state = parseState(text);
  if (state === null || foreignContentIn(text, null) !== null) return false;
  const within = [...organizationsIn(text)];
  const mark = stateFileWorkspace(text);
  const ours =
    mark === null ? within.length > 0 && within.every((name) => organizations.has(name)) : mark === own;
  return ours && ![stack, ...within].some((name) => isOrganizationLocked(directory, name));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
