import { type Address, scopeAddress } from '../../resource/address.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { isUnknown, type Resource, type Snapshot, type UnknownList } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { DeferredChange, EffectiveChange } from '../change.ts';
import { displayNameOf, entryName } from '../display-names.ts';
import { writesOf } from '../write/change-writes.ts';
import type { Supports, Write } from '../write/write.ts';
import { writeSubjectOf } from '../write/write-subject.ts';
import type { GoesAlong } from './goes-along.ts';
import type { Hold } from './held-back.ts';

/** What a plan does not touch, and the words for it. */
export interface Holds {
  readonly holds: readonly Hold[];
  readonly deferred: readonly DeferredChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Everything that is in a list nobody could read, or would be: not read is not absent. Each list is told once. Reports
 * `list-unknown`, a warning.
 */
export function heldAsUnknown(wanted: readonly Resource[], live: Snapshot, spelling: Spelling): Holds {
  const { unknown = [], organization } = live;
  if (unknown.length === 0) return { holds: [], deferred: [], diagnostics: [] };
  const all = modelOf([...live.resources, ...wanted]).byAddress;
  const holds = [...all.values()].flatMap((r): readonly Hold[] => {
    if (!isUnknown(unknown, r)) return [];
    const because = { text: `${displayNameOf(r, spelling)} is written`, origin: r.origin };
    const waitsFor = 'a list that could not be read';
    return [
      {
        address: r.address,
        what: 'all',
        wanted: displayNameOf(r, spelling),
        waitsFor,
        because,
        silent: true,
      },
    ];
  });
  return {
    holds,
    deferred: unknown.map((list) => deferredList(list, organization)),
    diagnostics: unknown.map(told),
  };
}

function deferredList({ name, because }: UnknownList, organization: string): DeferredChange {
  const origin = because.origin ?? { from: 'platform', platform: organization, what: name };
  return {
    action: 'deferred',
    address: scopeAddress(organization),
    wanted: name,
    waitsFor: 'a list that can be read',
    because: { text: because.message, origin },
    unsettled: 'impossible',
  };
}

function told({ name, because }: UnknownList): Diagnostic {
  const message = `${name}: the list could not be read, so nothing of it is created, changed or removed. ${because.message}`;
  return diagnostic('list-unknown', message, because.origin, { severity: 'warning', hint: because.hint });
}

/**
 * What the connector has no way to write: `not-supported`, `not-invited-again` or `account-changed`, a
 * warning, at the line that asks for it. And what is so already
 * by something else that stays, where the platform would not show it beside that: `given-already`, which is only told.
 * `needed` is written all the same. What goes with something that goes waits for nothing, and no word is said of it:
 * `along` says which.
 */
export function heldAsUnsupported(
  changes: readonly EffectiveChange[],
  supports: Supports,
  spelling: Spelling,
  needed: ReadonlySet<Address>,
  along: GoesAlong,
): Holds {
  const holds: Hold[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const change of changes) {
    for (const write of writesOf(change)) {
      const unsupported = supports(write);
      if (unsupported === null) continue;
      const { code = 'not-supported', why, wayOut, already, silent } = unsupported;
      const what = partOf(write);
      const wanted = wordsOf(change, what, spelling);
      const { address, because } = change;
      if (along({ address, what })) {
        holds.push({ address, what, wanted, waitsFor: why, because, silent: true, along: true });
        continue;
      }
      if (already !== undefined) {
        // What is another thing now has to be changed, whether or not anybody sees what comes of it.
        if (change.action !== 'create' || needed.has(address) || isLost(already, changes)) continue;
        holds.push({ address, what, wanted, waitsFor: why, because, silent: true, already });
        diagnostics.push(diagnostic('given-already', `${wanted}: nothing is sent. ${why}`, because.origin));
        continue;
      }
      holds.push({ address, what, wanted, waitsFor: `a way to do it: ${why.replace(/\.$/, '')}`, because });
      if (silent === true) continue;
      diagnostics.push(
        diagnostic(code, `${wanted} is left as it is. ${why}`, because.origin, {
          severity: 'warning',
          hint: wayOut,
        }),
      );
    }
  }
  return { holds, deferred: [], diagnostics };
}

/** Whether something of what is live at these addresses is taken away. */
export function isLost(addresses: readonly Address[], changes: readonly EffectiveChange[]): boolean {
  return changes.some((change) => {
    if (change.action === 'create' || !addresses.includes(change.address)) return false;
    if (change.action !== 'update') return true;
    return change.fields.some((field) => field.kind === 'entries' && field.removed.length > 0);
  });
}

/** What of a resource one write is about. */
function partOf(write: Write): Hold['what'] {
  if (write.write === 'set-membership-role') return { list: 'membershipRoles', entry: write.member };
  const { entry } = writeSubjectOf(write);
  if (entry !== null) return { list: entry.of, entry: entry.name };
  return write.write === 'update-group' ? 'own' : 'all';
}

function wordsOf(change: EffectiveChange, what: Hold['what'], spelling: Spelling): string {
  const name = displayNameOf(change.action === 'delete' ? change.before : change.after, spelling);
  if (typeof what !== 'object') return name;
  if (what.list === 'membershipRoles') return `the role of ${spelling(what.entry)} in ${name}`;
  return `${what.list === 'groups' ? 'group ' : ''}${entryName(what.list, what.entry, spelling)} in ${name}`;
}
