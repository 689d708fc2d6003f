import { settingsFor } from '../../policy/backend-settings.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { BackendClientOptions } from './backend-client.ts';
import type { BackendError, StateLockHolder } from './backend-error.ts';
import { recoveryCommand } from './recovery-command.ts';

/** What can be wrong with a state on a backend, told at the line of `state.backend`. */

type NamedBackend = Pick<BackendClientOptions, 'backend' | 'stack'>;

/** `the pg backend`. */
export function backendName({ backend }: NamedBackend): string {
  return `the ${backend.type} backend`;
}

/** state-locked where somebody has the lock, otherwise state-unreachable. `waited`: how long that was waited for. */
export function backendRefused(of: NamedBackend, { text, holder }: BackendError, waited = ''): Diagnostic {
  if (holder !== null) return locked(of, holder, waited);
  const message = `The state of ${of.stack} cannot be read from ${backendName(of)}: ${text}`;
  return diagnostic('state-unreachable', message, of.backend.origin, {
    hint: 'Check the settings here, and the environment variables that the credentials come from (docs/state.md).',
  });
}

function locked(of: NamedBackend, stateLockHolder: StateLockHolder, waited: string): Diagnostic {
  const message = `Another apply of ${of.stack} is running: its state on ${backendName(of)} is locked${told(stateLockHolder)}.${waited}`;
  return diagnostic('state-locked', message, of.backend.origin, {
    hint: 'Wait for it (--lock-timeout) and apply again; docs/state.md says how to break a lock whose holder is gone.',
  });
}

/** The same while it is waited for. */
export function backendLockedText(of: NamedBackend, stateLockHolder: StateLockHolder): string {
  return `The state of ${of.stack} on ${backendName(of)} is locked${told(stateLockHolder)}`;
}

function told({ id, who, since, operation }: StateLockHolder): string {
  const words = [
    ...(operation === null ? [] : [operation]),
    ...(who === null ? [] : [`by ${who}`]),
    ...(since === null ? [] : [`since ${since.replace(/\.\d+ \+0000/, '')}`]),
    ...(id === null ? [] : [`lock ${id}`]),
  ];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

export function foreignBackendState(of: NamedBackend, foreign: string): Diagnostic {
  const message = `The state that ${backendName(of)} has for ${of.stack} is not of this workspace: it holds ${foreign}. Nothing was written.`;
  return diagnostic('state-foreign', message, of.backend.origin, {
    hint: 'Change the settings so that they name a place of its own; {organization} stands for the name of the organization.',
  });
}

/** `file`: where it is on this machine, if it is. */
export function damagedBackendState(
  of: NamedBackend,
  { text }: BackendError,
  file: string | null,
): Diagnostic {
  const message = `What ${backendName(of)} has for ${of.stack} is not a state: ${text} It is left as it is, and this run continued without it and without its lock.`;
  const settings = settingsFor(of.backend, of.stack);
  const command = recoveryCommand(of.backend.type, file === null ? settings : { ...settings, path: file });
  return diagnostic('state-damaged', message, of.backend.origin, {
    hint: `If it is Bylaw's, move it away, and the next apply adopts what is live: ${command}`,
  });
}

/** What was plainly a state of ours gives its place to a new one. */
export function replacedBackendState(of: NamedBackend, aside: string): Diagnostic {
  const message = `What ${backendName(of)} had for ${of.stack} was a damaged state of Bylaw. It was moved to ${aside}; a new one was begun.`;
  return diagnostic('state-damaged', message, of.backend.origin, {
    hint: 'Nothing is lost: what is live was adopted. Delete the copy when you have seen it.',
  });
}

/** `lost`: the process that held the lock ended before its time. */
export function backendLockNotReleased(of: NamedBackend, lost: boolean, { text }: BackendError): Diagnostic {
  const what = lost ? 'was lost during the apply' : 'could not be released';
  const message = `The lock of ${of.stack} on ${backendName(of)} ${what}: ${text}`;
  return diagnostic('state-not-released', message, of.backend.origin, {
    hint: lost ? 'Plan again: somebody else may have applied meanwhile.' : null,
  });
}
