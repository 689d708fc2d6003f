import type { JudgedElement } from '../../custom-rule/judged-element.ts';
import type { AssignmentView, ChangeView, GrantView, ScopeView } from '../../custom-rule/view-data.ts';
import { assignmentAddress } from '../../resource/address.ts';
import { groupKey, memberId, memberKey } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import type { RuleBreach, Witness } from '../finding.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { pathWitness } from '../path-witness.ts';

/** What a finding of a custom rule is about, in words and as an acknowledgement names it. */
export interface ElementSubject
  extends Partial<Pick<RuleBreach, 'person' | 'group' | 'role' | 'scope' | 'permissions'>> {
  readonly words: string;
  readonly witnesses: () => readonly Witness[];
}

/**
 * What one element of the view is for findings: mostly one thing. What somebody can do is one thing for each scope where it
 * begins, and an assignment one for each role, so that an acknowledgement does not hold for what comes later.
 */
export function subjectsOf(
  element: JudgedElement,
  organization: JudgedOrganization,
): readonly ElementSubject[] {
  const { model, name, spelling, platform } = organization;
  const member = (key: string) => memberId(key, platform.members.compare);
  const spelled = (key: string) => spelling(member(key));
  const at = (what: string, resource: Resource | undefined) => (): readonly Witness[] =>
    resource === undefined ? [] : [{ message: what, origin: resource.origin }];
  switch (element.is) {
    case 'organization':
      return [{ words: `The organization ${name}`, witnesses: at('it', model.scope(name)) }];
    case 'person': {
      const person = spelled(element.person.key);
      const [membership] = model.membershipsOf(member(element.person.key));
      return [{ person, words: `${person} of ${name}`, witnesses: at('the member', membership) }];
    }
    case 'group': {
      const { path } = element.group;
      return [{ group: path, words: `The group ${path}`, witnesses: at('the group', model.group(path)) }];
    }
    case 'scope': {
      const { path } = element.scope;
      return [{ scope: path, words: `The scope ${path}`, witnesses: at('the scope', model.scope(path)) }];
    }
    case 'role': {
      const { name: role, home } = element.role;
      return [{ role, words: `The role ${role} of ${home}`, witnesses: at('the role', model.role(role)) }];
    }
    case 'assignment':
      return assignmentSubjects(element.assignment, organization);
    case 'grant':
      return grantSubjects(element.grant, organization);
    case 'change':
      return [changeSubject(element.change, organization)];
  }
}

function assignmentSubjects(
  { person: key, group, scope, roles, below, denied }: AssignmentView,
  { model, name, spelling, platform }: JudgedOrganization,
): readonly ElementSubject[] {
  const member = memberId(key, platform.members.compare);
  const person = key === '' ? null : spelling(member);
  const address = assignmentAddress(scope, person === null ? groupKey(group) : memberKey(member));
  const resource = model.at(address);
  const subject = {
    scope,
    ...(person === null ? { group } : { person }),
    witnesses: () => (resource === undefined ? [] : [{ message: 'the assignment', origin: resource.origin }]),
  };
  const who = person === null ? `the group ${group}` : `${person} of ${name}`;
  const named = [...new Set([...roles, ...below, ...denied])];
  if (named.length === 0) return [{ ...subject, words: `The assignment on ${scope} to ${who}` }];
  return named.map((role) => ({
    ...subject,
    role,
    words: `The assignment of ${role} on ${scope} to ${who}`,
  }));
}

function grantSubjects(
  { person: { key }, permissions, scopes }: GrantView,
  organization: JudgedOrganization,
): readonly ElementSubject[] {
  const { name, spelling, platform } = organization;
  const member = memberId(key, platform.members.compare);
  const person = spelling(member);
  const [permission] = permissions;
  return outermost(scopes).map(({ path }) => ({
    person,
    scope: path,
    permissions,
    words: `What ${person} of ${name} can do on ${path}`,
    witnesses: () => (permission === undefined ? [] : pathWitness(organization, member, permission, path)),
  }));
}

/** What is the same on a scope and below it is told of the scope. */
function outermost(scopes: readonly ScopeView[]): readonly ScopeView[] {
  const paths = new Set(scopes.map(({ path }) => path));
  return scopes.filter(({ path }) => {
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1))
      if (paths.has(path.slice(0, cut))) return false;
    return true;
  });
}

function changeSubject(
  { action, type, address, scope, person: key, group, role }: ChangeView,
  { spelling, platform }: JudgedOrganization,
): ElementSubject {
  const said = (text: string) => (text === '' ? null : text);
  return {
    person: key === '' ? null : spelling(memberId(key, platform.members.compare)),
    group: said(group),
    role: said(role),
    scope: said(scope),
    words: `The change to ${action} the ${type} ${address.slice(address.indexOf(':') + 1)}`,
    // It is of the plan, and of no line.
    witnesses: () => [],
  };
}
