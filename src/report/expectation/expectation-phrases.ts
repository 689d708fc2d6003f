import {
  type Breach,
  type ExpectationFault,
  isBreach,
  type VacuousExpectation,
} from '../../expectation/expectation.ts';
import { formatOrigin } from '../../source/origin.ts';
import type { AccessSource } from '../answer/access-source.ts';
import { listed } from '../phrases.ts';
import { permissionPhrase } from '../plan/permission-phrase.ts';

const MOST_PEOPLE = 10;
const MOST_SCOPES = 6;

/** `dan@acme.com and bo@acme.com hold documents:delete on acme`. */
export function breachPhrase(breach: Breach, { platform, spelling }: AccessSource): string {
  const { members, permissions, scopes, fault } = breach;
  const does = fault === 'lacks' ? ['lacks', 'lack'] : ['holds', 'hold'];
  const who = listed(members.map(spelling), MOST_PEOPLE);
  const what = permissionPhrase(permissions, platform);
  return `${who} ${does[members.length === 1 ? 0 : 1]} ${what} on ${listed(scopes, MOST_SCOPES)}`;
}

/** `cannot *:delete (access/expectations.yaml:9:14)`: the words that are not kept. */
export function demandPhrase({ demand }: Breach): string {
  return `${demand.verb} ${demand.pattern.value} (${formatOrigin(demand.pattern.origin)})`;
}

export function emptyMatchPhrase({ fault }: VacuousExpectation): string {
  switch (fault) {
    case 'nobody':
      return 'There is nobody to test, so it would hold in any case. Add people to its groups, or write may-be-empty: true.';
    case 'nowhere':
      return 'None of its scopes exists, so it would hold in any case.';
  }
}

/** One line for each fault, without why. */
export function faultPhrase(expectationFault: ExpectationFault, source: AccessSource): string {
  if (!isBreach(expectationFault)) return emptyMatchPhrase(expectationFault);
  return `${breachPhrase(expectationFault, source)}; expected: ${demandPhrase(expectationFault)}`;
}
