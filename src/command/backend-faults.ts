import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Complaint, Holder } from '../terraform/vault/complaint.ts';
import type { VaultOptions } from '../terraform/vault/vault.ts';

/** What can be wrong with a state on a backend, told at the line of `state.backend`. */

type Named = Pick<VaultOptions, 'backend' | 'stack'>;

/** `the pg backend`. */
export function placeOf({ backend }: Named): string {
  return `the ${backend.type} backend`;
}

/** state-locked where somebody has the lock, otherwise state-unreachable. */
export function refused(of: Named, { text, holder }: Complaint): Diagnostic {
  if (holder !== null) return locked(of, holder);
  const message = `The state of ${of.stack} cannot be had from ${placeOf(of)}: ${text}`;
  return diagnostic('state-unreachable', message, of.backend.origin, {
    hint: 'Check the settings here, and the environment variables that the credentials come from (docs/state.md).',
  });
}

function locked(of: Named, { id, who, since }: Holder): Diagnostic {
  const told = [
    ...(who === null ? [] : [`by ${who}`]),
    ...(since === null ? [] : [`since ${since.replace(/\.\d+ \+0000/, '')}`]),
    ...(id === null ? [] : [`lock ${id}`]),
  ];
  const holder = told.length === 0 ? '' : ` (${told.join(', ')})`;
  const message = `Another apply of ${of.stack} is running: its state on ${placeOf(of)} is locked${holder}.`;
  return diagnostic('state-locked', message, of.backend.origin, {
    hint: 'Wait for it and apply again; docs/state.md says how to break a lock whose holder is gone.',
  });
}

export function notOurs(of: Named, foreign: string): Diagnostic {
  const message = `The state that ${placeOf(of)} has for ${of.stack} is not of this workspace: it holds ${foreign}. Nothing was written.`;
  return diagnostic('state-foreign', message, of.backend.origin, {
    hint: 'Correct the settings here so that they name a place of its own; {organization} stands for the name of the organization.',
  });
}

export function damaged(of: Named, { text }: Complaint): Diagnostic {
  const message = `What ${placeOf(of)} has for ${of.stack} is not a state: ${text} It is left as it is, and this run went on without it and without its lock.`;
  return diagnostic('state-damaged', message, of.backend.origin, {
    severity: 'warning',
    hint: 'Delete it, or put an older version back: the next apply adopts what is live.',
  });
}

/** `lost`: the process that held the lock ended before its time. */
export function notReleased(of: Named, lost: boolean, { text }: Complaint): Diagnostic {
  const what = lost ? 'was lost while the apply went on' : 'could not be given back';
  const message = `The lock of ${of.stack} on ${placeOf(of)} ${what}: ${text}`;
  return diagnostic('state-not-released', message, of.backend.origin, {
    severity: 'warning',
    hint: lost
      ? 'Plan again: somebody else may have applied meanwhile.'
      : 'docs/state.md says how to break a lock whose holder is gone.',
  });
}
