import { groupPath, principalKey } from '../../resource/identifiers.ts';
import type { Address } from '../../resource/resource.ts';
import { addressOf } from '../../resource/resource-types.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import type { Change } from '../change.ts';
import type { Write } from './write.ts';

/**
 * What a platform said of a write, at the line that asks for it: whoever reads "409" mends a document, not a URL. The
 * request stays as a place beside. Left as it is where no change of the plan asks for the write.
 */
export function atWriteOrigin(
  diagnostics: readonly Diagnostic[],
  write: Write,
  changes: readonly Change[],
): readonly Diagnostic[] {
  const line = originOfWrite(write, changes);
  if (line === null || line.from !== 'file') return diagnostics;
  return diagnostics.map((one) => {
    if (one.origin === null) return { ...one, origin: line };
    if (one.origin.from !== 'live') return one;
    const request = { message: 'the request', origin: one.origin };
    return { ...one, origin: line, related: [...one.related, request] };
  });
}

/** The line of the very entry where the write is of one, else of the thing; null where nobody asks for it. */
function originOfWrite(write: Write, changes: readonly Change[]): Origin | null {
  const { address, entry } = writeSubjectOf(write);
  const change = changes.find((one) => one.address === address);
  if (change === undefined || change.action === 'deferred') return null;
  const origin = change.because.origin;
  if (change.action === 'delete') return origin;
  if (entry !== null && change.after.type === 'group') {
    const held = change.after.attributes[entry.of].get(entry.name);
    if (held !== undefined) return held;
  }
  if (change.action === 'create') return origin;
  const entries = change.fields.flatMap((field) =>
    field.kind === 'entries' ? [...field.added, ...field.removed] : [],
  );
  const named = entries.filter((one) =>
    entry === null ? change.after.type === 'assignment' : one.entry === entry.name,
  );
  const [only] = named;
  return only !== undefined && named.length === 1 ? only.because.origin : origin;
}

interface WriteSubject {
  readonly address: Address;
  readonly entry: { readonly of: 'members' | 'groups'; readonly name: string } | null;
}

export function writeSubjectOf(write: Write): WriteSubject {
  switch (write.write) {
    case 'create-scope':
      return whole(addressOf('scope', write.scope));
    case 'update-scope':
    case 'delete-scope':
      return whole(`scope:${write.path}`);
    case 'create-role':
    case 'update-role':
      return whole(addressOf('role', write.role));
    case 'delete-role':
      return whole(`role:${write.home}/${write.name}`);
    case 'add-member':
      return whole(addressOf('member', write.member));
    case 'set-member-state':
    case 'resend-invitation':
    case 'remove-member':
      return whole(`member:${write.scope}/${write.member}`);
    case 'create-group':
      return whole(`group:${groupPath(write.group.home, write.group.name)}`);
    case 'update-group':
    case 'delete-group':
      return whole(`group:${write.group}`);
    case 'add-group-member':
    case 'remove-group-member':
      return { address: `group:${write.group}`, entry: { of: 'members', name: write.member } };
    case 'nest-group':
    case 'unnest-group':
      return { address: `group:${write.group}`, entry: { of: 'groups', name: write.child } };
    case 'put-assignment':
      return whole(addressOf('assignment', write.assignment));
    case 'delete-assignment':
      return whole(`assignment:${write.scope}|${principalKey(write.principal)}`);
  }
}

function whole(address: Address): WriteSubject {
  return { address, entry: null };
}
