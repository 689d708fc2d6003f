import type { Desired } from '../compile/desired.ts';
import { expandPattern, patternsOf } from '../platform/expand-pattern.ts';
import { memberId, splitGroupPath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { AllowedAccess } from './assertions.ts';

/** As they stand on a command line. */
export interface AskedAccess {
  readonly permission: string;
  readonly scopes: readonly string[];
  /** `ana@acme.example`, `group:admins`, `group:acme/admins`, or `nobody`. */
  readonly people: readonly string[];
}

/** Words bound to what there is: a misspelt name would rule out nothing, or allow nobody. Codes: `unknown-permission`, `unknown-scope`, `unknown-member`, `unknown-group`. */
export function bindAllowed(asked: AskedAccess, desired: Desired): Outcome<AllowedAccess> {
  const { platform } = desired;
  const model = modelOf(desired.resources);
  const diagnostics: Diagnostic[] = [];
  const report = (
    code: 'unknown-permission' | 'unknown-scope' | 'unknown-member' | 'unknown-group',
    message: string,
    word: string,
    names: Iterable<string>,
  ): void => {
    const close = nearest(word, names);
    const hint = close === null ? null : `Did you mean ${close}?`;
    diagnostics.push(diagnostic(code, message, null, { hint }));
  };
  const permissions = expandPattern(asked.permission, platform.permissions);
  if (permissions.length === 0) {
    const message = `${platform.title} has no permission ${quote(asked.permission)}.`;
    report('unknown-permission', message, asked.permission, patternsOf(platform.permissions));
  }
  const scopes = model.all('scope').map(({ attributes }) => attributes.path);
  for (const scope of asked.scopes)
    if (!scopes.includes(scope)) report('unknown-scope', `There is no scope ${quote(scope)}.`, scope, scopes);
  const people = new Map<string, string>(desired.written);
  for (const { attributes } of model.all('member')) people.set(attributes.member, attributes.display);
  const groups = model.all('group').map(({ attributes }) => ({
    name: attributes.name,
    path: `${attributes.home}/${attributes.name}`,
  }));
  const members = new Set<string>();
  const named: string[] = [];
  for (const one of asked.people) {
    if (one === 'nobody') continue;
    if (one.startsWith('group:')) {
      const name = one.slice('group:'.length);
      const found = modelGroups(desired, name);
      if (found.length === 0) {
        const known = groups.flatMap((group) => [group.name, group.path]);
        report('unknown-group', `No group is called ${quote(name)}.`, name, known);
      }
      named.push(...found);
      continue;
    }
    const member = memberId(one, platform.members.compare);
    if (people.has(member)) members.add(member);
    else report('unknown-member', `No member is called ${quote(one)}.`, one, people.values());
  }
  return outcome({ permissions, scopes: asked.scopes, members, groups: named }, diagnostics);
}

function modelGroups({ resources }: Desired, name: string): readonly string[] {
  const paths = modelOf(resources)
    .all('group')
    .map(({ address }) => address.slice(address.indexOf(':') + 1));
  return paths.filter((path) => path === name || splitGroupPath(path).name === name);
}
