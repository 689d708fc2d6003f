import type { Desired } from '../compile/desired.ts';
import { displayNameOf } from '../plan/display-names.ts';
import { isPlatformOwned } from '../plan/platform-owned.ts';
import { isUnstated } from '../plan/unstated-attributes.ts';
import type { Address } from '../resource/address.ts';
import { splitChoice } from '../resource/choices.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { spellingOf } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { formatOrigin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';

/** Terraform removes what it made, and never learns of what somebody else did. */
export function absentMarkWarnings({ ruledOut, written }: Desired): readonly Diagnostic[] {
  const absent = [...ruledOut].filter(([, { why }]) => why === 'absent');
  // One line rules out a group and all that it holds: the group is what somebody wrote.
  const things = new Set(
    absent.flatMap(([address, { origin }]) => (isGiven(address) ? [] : [formatOrigin(origin)])),
  );
  return absent
    .filter(([address, { origin }]) => !isGiven(address) || !things.has(formatOrigin(origin)))
    .map(([address, { origin }]) =>
      diagnostic(
        'beyond-terraform',
        `${quote(asWritten(address, written))} is marked absent: Terraform removes it only if Terraform made it.`,
        origin,
        { severity: 'warning', hint: '`bylaw apply` removes it in any case.' },
      ),
    );
}

/** The address with the person in it as written; a key may hold a slash, so the longest that fits is meant. */
function asWritten(address: Address, written: Desired['written']): string {
  if (!address.startsWith('member:')) return address;
  if (written === undefined) return address;
  const [found] = [...written]
    .filter(([member]) => address.endsWith(`/${member}`))
    .sort(([a], [b]) => b.length - a.length);
  return found === undefined ? address : `${address.slice(0, -found[0].length)}${found[1]}`;
}

/**
 * What documents may leave to the platform and a block cannot: the permissions of a role and, flat on the wire, where
 * child groups are people, the people of a group whose child groups are written. Terraform would empty them.
 */
export function incompleteBlockErrors(desired: Desired): readonly Diagnostic[] {
  const spelling = spellingOf(desired);
  const isFlat = desired.platform.groups.nesting === 'flatten';
  return desired.resources.flatMap((resource) => {
    const list = leftOpen(resource, (attribute) => isUnstated(desired, resource, attribute), isFlat);
    if (list === null) return [];
    const message = `${displayNameOf(resource, spelling)} does not write its ${list}, and Terraform owns the whole list: it would remove those that are live.`;
    const hint = `Write \`${list}\` too (\`${list}: []\` for none), or use \`bylaw apply\`.`;
    return [diagnostic('beyond-terraform', message, resource.origin, { hint })];
  });
}

/** The organization, and other scopes that are the platform's own, have no block: what they are set to has no place. */
export function settingWithoutBlockErrors({ platform, resources }: Desired): readonly Diagnostic[] {
  return modelOf(resources)
    .all('scope')
    .filter((scope) => isPlatformOwned(scope, platform))
    .flatMap(({ attributes: { kind, path, settings } }) =>
      [...settings].flatMap(([entry, origin]) => {
        if (origin.from !== 'file') return [];
        const { subject } = splitChoice(entry);
        const message = `${subject} of ${kind} ${path} has no block: the standalone provider neither makes nor changes ${path} itself.`;
        const hint = `Set it with \`bylaw apply\` or on the platform, and leave \`${subject}\` out of the documents of this stack.`;
        return [diagnostic('beyond-terraform', message, origin, { hint })];
      }),
    );
}

function leftOpen(
  { type }: Resource,
  isOpenHere: (attribute: string) => boolean,
  isFlat: boolean,
): 'permissions' | 'members' | null {
  if (type === 'role') return isOpenHere('permissions') ? 'permissions' : null;
  return type === 'group' && isFlat && isOpenHere('members') && !isOpenHere('groups') ? 'members' : null;
}

function isGiven(address: string): boolean {
  return address.startsWith('assignment:');
}

const OWNED = { scope: 'scopes', role: 'roles', member: 'members', group: 'groups' } as const;

/** Of people and things, what is live and not written is seen by `bylaw drift` alone; rosters and groups are read whole. */
export function unmanagedStayWarnings({
  organization,
  authority,
  authorityOrigin,
}: Desired): readonly Diagnostic[] {
  const owned = Object.entries(OWNED).flatMap(([type, words]) =>
    new Map(Object.entries(authority)).get(type) === 'full' ? [words] : [],
  );
  if (owned.length === 0) return [];
  const message = `The documents of ${organization} are the whole truth about ${owned.join(', ')}; Terraform sees only those that it made.`;
  return [
    diagnostic('beyond-terraform', message, authorityOrigin ?? null, {
      severity: 'info',
      hint: '`bylaw drift` reports others, and `bylaw apply` removes them.',
    }),
  ];
}
