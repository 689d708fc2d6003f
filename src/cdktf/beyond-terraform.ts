import type { Desired } from '../compile/desired.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { showOrigin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';

/** Terraform removes what it made, and never learns of what somebody else did. */
export function beyondTerraform({ ruledOut }: Desired): readonly Diagnostic[] {
  const absent = [...ruledOut].filter(([, { why }]) => why === 'absent');
  // One line rules out a group and all that it holds: the group is what somebody wrote.
  const things = new Set(
    absent.flatMap(([address, { origin }]) => (isGiven(address) ? [] : [showOrigin(origin)])),
  );
  return absent
    .filter(([address, { origin }]) => !isGiven(address) || !things.has(showOrigin(origin)))
    .map(([address, { origin }]) =>
      diagnostic(
        'beyond-terraform',
        `${quote(address)} is marked absent: Terraform removes it if it has made it, and otherwise leaves it.`,
        origin,
        { severity: 'warning', hint: '`bylaw apply` removes it whoever made it.' },
      ),
    );
}

function isGiven(address: string): boolean {
  return address.startsWith('assignment:');
}

const OWNED = { scope: 'scopes', role: 'roles', member: 'members', group: 'groups' } as const;

/** Of people and things, what is live and not written is seen by `bylaw drift` alone; rosters and groups are read whole. */
export function strangersStay({ organization, authority, authorityOrigin }: Desired): readonly Diagnostic[] {
  const owned = Object.entries(OWNED).flatMap(([type, words]) =>
    new Map(Object.entries(authority)).get(type) === 'full' ? [words] : [],
  );
  if (owned.length === 0) return [];
  const message = `The documents of ${organization} are the whole truth about ${owned.join(', ')}; Terraform sees those that it made.`;
  return [
    diagnostic('beyond-terraform', message, authorityOrigin ?? null, {
      severity: 'info',
      hint: '`bylaw drift` tells of others, and `bylaw apply` removes them.',
    }),
  ];
}
