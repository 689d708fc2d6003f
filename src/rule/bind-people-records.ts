import type { Desired } from '../compile/desired.ts';
import { duplicate } from '../policy/duplicate-declaration.ts';
import type { PersonKey, PersonRecord } from '../policy/people-document.ts';
import { memberId } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';

/**
 * Looks up every key. Codes: `unknown-organization`, `unknown-member` (a warning where the documents do not own who is a
 * member), `duplicate-declaration` for a key of two people. Of an organization of another shard nothing is known here.
 */
export function bindPeopleRecords(
  records: readonly PersonRecord[],
  declared: readonly string[],
  connected: readonly string[],
  compiled: readonly Desired[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const first = new Map<string, PersonKey>();
  for (const record of records) {
    for (const key of record.keys) {
      const { organization, member } = key;
      if (!declared.includes(organization.value)) {
        if (!connected.includes(organization.value)) found.push(ofNoOrganization(key, declared));
        continue;
      }
      const desired = compiled.find((one) => one.organization === organization.value);
      if (desired === undefined) continue;
      const id = memberId(member.value, desired.platform.members.compare);
      const place = JSON.stringify([organization.value, id]);
      const earlier = first.get(place);
      if (earlier === undefined) first.set(place, key);
      else
        found.push(
          duplicate(
            `The key ${quote(member.value)} of ${organization.value}`,
            earlier.member.origin,
            member.origin,
            'A key is one person: write it in one record.',
          ),
        );
      found.push(...unknownKey(key, id, desired));
    }
  }
  return found;
}

function ofNoOrganization({ organization }: PersonKey, declared: readonly string[]): Diagnostic {
  const message = `A key is written for ${quote(organization.value)}, an organization that no document declares.`;
  return diagnostic('unknown-organization', message, organization.origin, {
    hint: didYouMean(organization.value, declared),
  });
}

function unknownKey(
  { organization, member }: PersonKey,
  id: string,
  { resources, written, authority }: Desired,
): readonly Diagnostic[] {
  const members = modelOf(resources).all('member');
  // Who is ruled out is still somebody.
  if (written?.has(id) === true || members.some(({ attributes }) => attributes.member === id)) return [];
  const names = new Set([...(written?.values() ?? []), ...members.map((one) => one.attributes.display)]);
  const message = `${organization.value} has no member ${quote(member.value)}.`;
  return [
    diagnostic('unknown-member', message, member.origin, {
      hint: didYouMean(member.value, names),
      severity: authority.member === 'full' ? 'error' : 'warning',
    }),
  ];
}
