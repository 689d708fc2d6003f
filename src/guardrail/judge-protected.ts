import { namesGroup, namesMember } from '../compile/named-subjects.ts';
import type { Written } from '../policy/document-types.ts';
import type { GroupPath, MemberId } from '../resource/identifiers.ts';
import { groupKey, memberId } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { attaches, groupPathOf } from '../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { GuardedChange } from './guarded-change.ts';

/**
 * Whether a change takes anything from people and groups that nothing is to be taken from, and from Bylaw itself. A person
 * keeps the memberships and all that they can do, by whichever ways; a group stays, with its people and what it is given.
 * Reports `protected`, a warning in a plan, with which an apply is refused.
 */
export function judgeProtected(change: GuardedChange): readonly Diagnostic[] {
  return change.documents.flatMap(({ protected: kept }) => [
    ...kept.members.flatMap((written) => judgeMembers(change, written, false)),
    ...(kept.bylaw === null ? [] : judgeMembers(change, kept.bylaw, true)),
    ...kept.groups.flatMap((written) => judgeGroups(change, written)),
  ]);
}

function judgeMembers(
  change: GuardedChange,
  written: Written<string>,
  isBylaw: boolean,
): readonly Diagnostic[] {
  const was = modelOf(change.live);
  const people = new Set(
    was
      .all('member')
      .flatMap(({ attributes }) =>
        attributes.state !== 'expired' && namesMember(written, attributes.member, change.platform)
          ? [attributes.member]
          : [],
      ),
  );
  return [...people].flatMap((member) => {
    const lost = lostBy(change, member);
    if (lost === null || isExcepted(change, (value) => memberIs(change, value, member))) return [];
    const who = change.spelling(member);
    const message = isBylaw
      ? `${who} is Bylaw itself on ${change.organization}, and would ${lost}: nobody could apply anything any more.`
      : `${who} is protected, and would ${lost}.`;
    return [found(change, written, message, who)];
  });
}

/** Null for nothing. */
function lostBy({ live, end, before, after, reduced }: GuardedChange, member: MemberId): string | null {
  const then = modelOf(end.resources);
  const gone = modelOf(live)
    .membershipsOf(member)
    .filter(({ address, attributes }) => attributes.state !== 'expired' && !then.has(address));
  const [first] = gone;
  if (first !== undefined) return `not be a member of ${first.attributes.scope} any more`;
  if (!reduced.includes(member)) return null;
  for (const scope of before.scopes) {
    for (const permission of before.permissions(member, scope)) {
      if (after.can(member, permission, scope) && end.access().can(member, permission, scope)) continue;
      return `lose ${permission} on ${scope}`;
    }
  }
  return null;
}

function judgeGroups(change: GuardedChange, written: Written<string>): readonly Diagnostic[] {
  const was = modelOf(change.live);
  return was.all('group').flatMap((group) => {
    const path = groupPathOf(group);
    if (!namesGroup(written, path)) return [];
    const lost = lostByGroup(change, path);
    if (lost === null || isExcepted(change, (value) => value === path)) return [];
    return [found(change, written, `Group ${path} is protected, and would ${lost}.`, path)];
  });
}

function lostByGroup({ live, end, spelling }: GuardedChange, path: GroupPath): string | null {
  const [was, then] = [modelOf(live), modelOf(end.resources)];
  const now = then.group(path);
  if (now === undefined) return 'go';
  const people = then.peopleIn(path);
  const [out] = [...was.peopleIn(path)].filter((member) => !people.has(member));
  if (out !== undefined) return `lose ${spelling(out)}`;
  const permissions = was.group(path)?.attributes.permissions.keys() ?? [];
  const [carried] = [...permissions].filter((one) => !now.attributes.permissions.has(one));
  if (carried !== undefined) return `carry ${carried} no more`;
  for (const one of was.assignmentsTo(groupKey(path))) {
    const given = then.at(one.address);
    const { scope, roles, below } = one.attributes;
    if (given?.type !== 'assignment') {
      if (roles.size + below.size > 0 || attaches(one.attributes)) return `have nothing on ${scope} any more`;
      continue;
    }
    for (const role of roles.keys()) {
      if (!given.attributes.roles.has(role)) return `lose ${role} on ${scope}`;
    }
    for (const role of below.keys()) {
      if (!given.attributes.below.has(role)) return `lose ${role} below ${scope}`;
    }
  }
  for (const { attributes } of then.assignmentsTo(groupKey(path))) {
    const before = was.assignmentsTo(groupKey(path)).find((one) => one.attributes.scope === attributes.scope);
    const [denied] = [...attributes.denied.keys()].filter(
      (role) => before?.attributes.denied.has(role) !== true,
    );
    if (denied !== undefined) return `be denied ${denied} on ${attributes.scope}`;
  }
  return null;
}

function isExcepted({ exceptions }: GuardedChange, isNamed: (value: string) => boolean): boolean {
  return exceptions.some((exception) => exception.protected.some(({ value }) => isNamed(value)));
}

function memberIs({ platform }: GuardedChange, value: string, member: MemberId): boolean {
  return memberId(value, platform.members.compare) === member;
}

function found(
  { organization }: GuardedChange,
  { origin }: Written<string>,
  message: string,
  who: string,
): Diagnostic {
  const hint = `Leave it as it is. If it is meant, a Guardrails document of ${organization} says so: exceptions: { "what the change is": { protected: ["${who}"], reason: …, owner: …, until: … } }`;
  return diagnostic('protected', message, origin, { severity: 'warning', hint });
}
