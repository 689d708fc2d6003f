// A synthetic company as numbers: who is where, in plain arrays. From them come resources (resources.mjs) and documents
// (documents.mjs), which therefore say the same.
import { numbersFrom } from './sizes.mjs';

/** How many of all groups stand on each level, from the top; each is nested in one or two of the level above. */
const LEVELS = [0.01, 0.04, 0.1, 0.25, 0.6];
const NOT_NESTED = 0.12;
const MORE_GROUPS = 6;
const TO_GROUPS = 0.8;
export const ROLES = 80;

/**
 * @param {{ members: number, groups: number, scopes: number, assignments: number }} size
 * @param {number} [seed]
 */
export function shapeOf(size, seed = 13) {
  const numbers = numbersFrom(seed);
  const scopes = scopesOf(size.scopes, numbers);
  const groups = groupsOf(size.groups, numbers);
  const teams = groups.levels.at(-1);
  const joined = Array.from({ length: size.members }, () => {
    const own = new Set([teams.first + numbers.skewed(teams.count)]);
    for (let more = numbers.skewed(MORE_GROUPS + 1); more > 0; more -= 1)
      own.add(numbers.skewed(size.groups));
    return [...own];
  });
  return { size, scopes, parents: groups.parents, joined, assignments: assignmentsOf(size, scopes, numbers) };
}

/** One organization, 2 % units below it, 13 % units below those, the rest products below the second level or the first. */
function scopesOf(count, numbers) {
  const first = Math.max(1, Math.round(count * 0.02));
  const second = Math.max(1, Math.round(count * 0.13));
  const levelOf = (at) => (at === 0 ? 0 : at <= first ? 1 : at <= first + second ? 2 : 3);
  const scopes = [];
  for (let at = 0; at < count; at += 1) {
    const level = levelOf(at);
    const high = level === 2 || (level === 3 && numbers.unit() >= 0.9);
    const parent = level < 2 ? 0 : high ? 1 + numbers.below(first) : 1 + first + numbers.below(second);
    const kind = ['organization', 'unit', 'unit', 'product'][level];
    const name = level === 0 ? 'acme' : `${kind === 'unit' ? 'u' : 'p'}${at}`;
    const path = level === 0 ? name : `${scopes[parent].path}/${kind}s/${name}`;
    scopes.push({ level, kind, name, path, parent: level === 0 ? -1 : parent });
  }
  return scopes;
}

function groupsOf(count, numbers) {
  const levels = [];
  for (const share of LEVELS) {
    const first = levels.reduce((sum, level) => sum + level.count, 0);
    const last = levels.length === LEVELS.length - 1;
    levels.push({ first, count: last ? count - first : Math.max(1, Math.round(count * share)) });
  }
  const parents = levels.flatMap(({ count: here }, at) =>
    Array.from({ length: here }, () => {
      const above = levels[at - 1];
      if (above === undefined || numbers.unit() < NOT_NESTED) return [];
      const many = 1 + numbers.below(2);
      return [...new Set(Array.from({ length: many }, () => above.first + numbers.below(above.count)))];
    }),
  );
  return { levels, parents };
}

/** Four of five to groups; 0.1 % on the organization, 5 % and 25 % on the two levels of units, 70 % on products. */
function assignmentsOf(size, scopes, numbers) {
  const byLevel = [0, 1, 2, 3].map((level) =>
    scopes.flatMap((scope, at) => (scope.level === level ? [at] : [])),
  );
  const taken = new Set();
  const assignments = [];
  while (assignments.length < size.assignments) {
    const where = numbers.unit();
    const level = where < 0.001 ? 0 : where < 0.051 ? 1 : where < 0.301 ? 2 : 3;
    const scope = byLevel[level][numbers.below(byLevel[level].length)];
    const group = numbers.unit() < TO_GROUPS;
    const principal = numbers.below(group ? size.groups : size.members);
    const key = (scope * 2 + Number(group)) * size.members + principal;
    if (taken.has(key)) continue;
    taken.add(key);
    const roles = [numbers.below(ROLES)];
    if (numbers.unit() < 0.2) roles.push((roles[0] + 1 + numbers.below(ROLES - 1)) % ROLES);
    assignments.push({ scope, group, principal, roles });
  }
  return assignments;
}

export const memberName = (at) => `u${at}@acme.co`;
export const groupName = (at) => `g${at}`;
export const roleName = (at) => `role-${at}`;

/** One role of twenty is the platform's own; the others are the company's, so that a change can edit them. */
export const isPredefined = (role) => role % 20 === 0;
