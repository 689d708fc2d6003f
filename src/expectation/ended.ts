import type { Demand } from './expectation.ts';
import { type Breach, type ExpectationFault, type ExpectationFinding, isBreach } from './expectation.ts';

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
  const others = new Map(withoutEnds.map((finding) => [finding.expectation.name, finding.faults]));
  return findings.map((finding): ExpectationFinding => {
    if (finding.faults.length === 0) return finding;
    const before = others.get(finding.expectation.name) ?? [];
    const parts = finding.faults.map((fault) => part(fault, before));
    return {
      ...finding,
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
  const ended = new Map(written.map(({ expectation, ended: those }) => [expectation.name, those ?? []]));
  return findings.map((finding): ExpectationFinding => {
    const those = ended.get(finding.expectation.name) ?? [];
    if (those.length === 0 || finding.faults.length === 0) return finding;
    const parts = finding.faults.map((fault) => partCovered(fault, those));
    return {
      ...finding,
      faults: parts.flatMap(({ others }) => others),
      ended: parts.flatMap(({ byEnds }) => byEnds),
    };
  });
}

interface Parts {
  readonly others: readonly ExpectationFault[];
  readonly byEnds: readonly ExpectationFault[];
}

function part(fault: ExpectationFault, withoutEnds: readonly ExpectationFault[]): Parts {
  if (!isBreach(fault)) {
    const isOther = fault.fault === 'nowhere' || withoutEnds.some((one) => one.fault === fault.fault);
    return isOther ? { others: [fault], byEnds: [] } : { others: [], byEnds: [fault] };
  }
  const same = withoutEnds.filter(isBreach).filter((one) => isAlike(one, fault) && meets(one, fault));
  const caused = new Set(same.flatMap(({ members }) => members));
  const others = withMembers(fault, (member) => caused.has(member));
  const byEnds = withMembers(fault, (member) => !caused.has(member));
  if (fault.fault === 'lacks') return { others, byEnds };
  return { others: [...others, ...byEnds.map((one): Breach => ({ ...one, byEnd: true }))], byEnds: [] };
}

function partCovered(fault: ExpectationFault, ended: readonly ExpectationFault[]): Parts {
  if (!isBreach(fault)) {
    const isEnded = ended.some((one) => one.fault === fault.fault);
    return isEnded ? { others: [], byEnds: [fault] } : { others: [fault], byEnds: [] };
  }
  const same = ended.filter(isBreach).filter((one) => isAlike(one, fault) && covers(one, fault));
  const over = new Set(same.flatMap(({ members }) => members));
  return {
    others: withMembers(fault, (member) => !over.has(member)),
    byEnds: withMembers(fault, (member) => over.has(member)),
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
