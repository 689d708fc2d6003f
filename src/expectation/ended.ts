import { known } from '../source/known.ts';
import { groupBy } from '../source/lists-by-key.ts';
import {
  type Breach,
  type Demand,
  type ExpectationFault,
  type ExpectationFinding,
  endedFaults,
  isBreach,
} from './expectation.ts';

/**
 * Parts what only ends have caused from every other fault. `withoutEnds` is the same documents at the same instant, read
 * as though no window had ended: a fault that is there too has another cause. What somebody *lacks* by an end, and a
 * group that an end has emptied, is what an end is for: it moves to `ended`, and forbids nobody to take it away. What
 * somebody *holds* by an end stays a fault, marked: an end that gives is never let through unseen.
 *
 * Of a person of whom anything in a fault has another cause, all of it counts as that.
 */
export function partedByEnds(
  findings: readonly ExpectationFinding[],
  withoutEnds: readonly ExpectationFinding[],
): readonly ExpectationFinding[] {
  const others = new Map(
    withoutEnds.map((expectationFinding) => [expectationFinding.expectation.name, expectationFinding.faults]),
  );
  return findings.map((expectationFinding): ExpectationFinding => {
    if (expectationFinding.faults.length === 0) return expectationFinding;
    const { name } = expectationFinding.expectation;
    const before = known(others.get(name), `expectation ${name}, read without ends`);
    const parts = expectationFinding.faults.map((expectationFault) => part(expectationFault, before));
    return {
      ...expectationFinding,
      faults: parts.flatMap(({ others: rest }) => rest),
      ended: parts.flatMap(({ byEnds }) => byEnds),
    };
  });
}

/** On the live platform an end that was taken shows as a lack: of that which the documents say has ended, nothing else. */
export function liveWithoutEnded(
  findings: readonly ExpectationFinding[],
  written: readonly ExpectationFinding[],
): readonly ExpectationFinding[] {
  const ended = groupBy(written, ({ expectation }) => expectation.name);
  return findings.map((expectationFinding): ExpectationFinding => {
    const those = ended.get(expectationFinding.expectation.name).flatMap(endedFaults);
    if (those.length === 0 || expectationFinding.faults.length === 0) return expectationFinding;
    const parts = expectationFinding.faults.map((expectationFault) => partCovered(expectationFault, those));
    return {
      ...expectationFinding,
      faults: parts.flatMap(({ others }) => others),
      ended: parts.flatMap(({ byEnds }) => byEnds),
    };
  });
}

interface Parts {
  readonly others: readonly ExpectationFault[];
  readonly byEnds: readonly ExpectationFault[];
}

function part(expectationFault: ExpectationFault, withoutEnds: readonly ExpectationFault[]): Parts {
  if (!isBreach(expectationFault)) {
    const isOther =
      expectationFault.fault === 'nowhere' || withoutEnds.some((one) => one.fault === expectationFault.fault);
    return isOther ? { others: [expectationFault], byEnds: [] } : { others: [], byEnds: [expectationFault] };
  }
  const same = withoutEnds
    .filter(isBreach)
    .filter((one) => isAlike(one, expectationFault) && meets(one, expectationFault));
  const caused = new Set(same.flatMap(({ members }) => members));
  const others = withMembers(expectationFault, (member) => caused.has(member));
  const byEnds = withMembers(expectationFault, (member) => !caused.has(member));
  if (expectationFault.fault === 'lacks') return { others, byEnds };
  return { others: [...others, ...byEnds.map((one): Breach => ({ ...one, byEnd: true }))], byEnds: [] };
}

function partCovered(expectationFault: ExpectationFault, ended: readonly ExpectationFault[]): Parts {
  if (!isBreach(expectationFault)) {
    const isEnded = ended.some((one) => one.fault === expectationFault.fault);
    return isEnded ? { others: [], byEnds: [expectationFault] } : { others: [expectationFault], byEnds: [] };
  }
  const same = ended
    .filter(isBreach)
    .filter((one) => isAlike(one, expectationFault) && covers(one, expectationFault));
  const over = new Set(same.flatMap(({ members }) => members));
  return {
    others: withMembers(expectationFault, (member) => !over.has(member)),
    byEnds: withMembers(expectationFault, (member) => over.has(member)),
  };
}

function isAlike(a: Breach, b: Breach): boolean {
  return a.fault === b.fault && isSame(a.demand, b.demand);
}

function isSame(a: Demand, b: Demand): boolean {
  return a.verb === b.verb && a.pattern.value === b.pattern.value;
}

function meets(a: Breach, b: Breach): boolean {
  return (
    a.permissions.some((one) => b.permissions.includes(one)) && a.scopes.some((one) => b.scopes.includes(one))
  );
}

function covers(a: Breach, b: Breach): boolean {
  return (
    b.permissions.every((one) => a.permissions.includes(one)) &&
    b.scopes.every((one) => a.scopes.includes(one))
  );
}

/** None where nobody is left. */
function withMembers(breach: Breach, keep: (member: string) => boolean): readonly Breach[] {
  const [first, ...more] = breach.members.filter(keep);
  return first === undefined ? [] : [{ ...breach, members: [first, ...more] }];
}
