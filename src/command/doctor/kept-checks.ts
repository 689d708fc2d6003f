import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTaken, reasonOf } from '../../file/read-file.ts';
import { journalledOrganizations, loadJournals, openJournals } from '../../journal/journal-folder.ts';
import type { WorkspaceDocument } from '../../policy/document-types.ts';
import { checkFrom, type DoctorCheck, type DoctorVerdict } from '../../report/doctor/doctor-check.ts';
import { counted } from '../../report/phrases.ts';
import { isOrganizationLocked } from '../../state/organization-lock.ts';
import { relativeToCwd } from '../../workspace/document-files.ts';
import { Git } from '../../workspace/revision/git.ts';
import { isRememberedReadable } from '../session/remembered-organization.ts';

/** Where the workspace keeps what is its own. */
interface KeptFolder {
  readonly directory: string;
  /** As a user would type it. */
  readonly shown: string;
  readonly root: string;
  readonly document: WorkspaceDocument;
  readonly environment: NodeJS.ProcessEnv;
}

/** Whether the folder of locks, states and journals can be written, is nobody else's, is not in git, and is there the next time. */
export function keptChecks(
  document: WorkspaceDocument,
  root: string,
  environment: NodeJS.ProcessEnv,
): readonly DoctorCheck[] {
  const directory = join(root, document.stateDirectory);
  const folder: KeptFolder = { directory, shown: relativeToCwd(directory), root, document, environment };
  const found = [writable(folder), readableByOthers(folder), inGit(folder), goneWithTheMachine(folder)];
  const wrong = found.filter((one) => one !== null);
  if (wrong.length > 0) return wrong;
  const said = isTaken(directory)
    ? `${folder.shown} can be written, is private and is not in git`
    : `${folder.shown} is not there yet: the first apply makes it`;
  return [kept('ok', said, null)];
}

/** Whether what is in there is of a form that this version reads, and no apply came to no end or is at work. */
export function journalChecks(document: WorkspaceDocument, root: string): readonly DoctorCheck[] {
  const directory = join(root, document.stateDirectory);
  const names = new Set([
    ...journalledOrganizations(directory),
    ...document.organizations.map(({ name }) => name),
  ]);
  let journals = 0;
  const found: DoctorCheck[] = [];
  for (const organization of names) {
    const read = loadJournals(directory, organization);
    journals += read.journals.length;
    found.push(...read.diagnostics.map((one) => checkFrom('journals', organization, one)));
    const check = (said: string, wayOut: string): void => {
      found.push({ check: 'journals', about: organization, verdict: 'warning', said, wayOut });
    };
    const open = openJournals(read.journals).length;
    const isLocked = isOrganizationLocked(directory, organization);
    if (isLocked)
      check('an apply is at work, or its lock is left', 'Wait for it; bylaw apply says whose lock it is.');
    else if (open > 0) {
      check(
        `${counted(open, 'apply', 'applies')} came to no end`,
        'Run bylaw apply --resume, or apply anew.',
      );
    }
    if (!isRememberedReadable(directory, organization)) {
      check(
        'what applies wrote down of names was written by another version, and is not read',
        'Nothing is lost but that: the next apply writes it anew.',
      );
    }
  }
  if (found.length > 0) return found;
  const said =
    journals === 0 ? 'there is none yet' : `${counted(journals, 'journal')}, all of this version and whole`;
  return [{ check: 'journals', about: null, verdict: 'ok', said, wayOut: null }];
}

function writable({ directory, shown }: KeptFolder): DoctorCheck | null {
  let place = directory;
  while (!isTaken(place) && dirname(place) !== place) place = dirname(place);
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
    if (statSync(place).isDirectory()) return null;
    return kept(
      'error',
      `${relativeToCwd(place)} is no folder`,
      'Name another state.directory in bylaw.yaml.',
    );
  } catch (error) {
    const said = `${shown} cannot be written: ${reasonOf(place, error)}`;
    return kept('error', said, 'Give this user the folder, or name another state.directory in bylaw.yaml.');
  }
}

function readableByOthers({ directory, shown }: KeptFolder): DoctorCheck | null {
  if (process.platform === 'win32' || !isTaken(directory)) return null;
  const mode = statSync(directory).mode & 0o077;
  return mode === 0
    ? null
    : kept(
        'warning',
        `${shown} can be looked into by other users of this machine`,
        `Run chmod 700 ${shown}.`,
      );
}

function inGit({ directory, shown, root, environment }: KeptFolder): DoctorCheck | null {
  const git = new Git(root, environment);
  if (git.line(['rev-parse', '--is-inside-work-tree']) !== 'true') return null;
  const tracked = git.line(['ls-files', '--', directory]);
  if (tracked !== null && tracked !== '') {
    const wayOut = `Run git rm -r --cached ${shown}, and write it in .gitignore.`;
    return kept('warning', `${shown} is in git: states and journals are no documents`, wayOut);
  }
  // git takes a name with a slash at its end for a folder, whether it is there or not.
  const ignored = git.ask(['check-ignore', '-q', '--', `${directory}/`]);
  if (ignored?.status === 0) return null;
  if (ignored?.status !== 1) {
    return kept('unknown', `git does not say whether it ignores ${shown}`, 'Write it in .gitignore.');
  }
  return kept(
    'warning',
    `${shown} is not in .gitignore, so git add takes it`,
    `Write ${shown}/ in .gitignore.`,
  );
}

function goneWithTheMachine({ directory, shown, document, environment }: KeptFolder): DoctorCheck | null {
  const { CI } = environment;
  if (CI === undefined || CI === '' || CI === 'false' || isTaken(directory)) return null;
  const { file, webhook } = document.journal;
  if (file !== null || webhook !== null) return null;
  const said = `in this job of CI there is no ${shown}: if it is not kept from job to job, journals are lost with the machine`;
  return kept(
    'unknown',
    said,
    'Keep it as an artifact or a cache, or have journals taken elsewhere (docs/journal.md).',
  );
}

function kept(verdict: DoctorVerdict, said: string, wayOut: string | null): DoctorCheck {
  return { check: 'kept', about: null, verdict, said, wayOut };
}
