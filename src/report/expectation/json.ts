import {
  type Breach,
  type ExpectationFault,
  type ExpectationFinding,
  hasEndedPart,
  isExpectationMet,
  isBreach,
} from '../../expectation/expectation.ts';
import type { ExpectationVerb } from '../../policy/documents.ts';
import { type OriginJson, originJson } from '../json/origin.ts';
import { type PathJson, pathJson } from '../json/path.ts';
import type { ExpectationResults } from './examined.ts';
import { type BreachExplanation, explainBreaches } from './explained.ts';
import { faultPhrase } from './words.ts';

export interface FaultJson {
  readonly fault: ExpectationFault['fault'];
  readonly text: string;
  /** The words that are not kept; null where there was nothing to look at. */
  readonly expected: {
    readonly verb: ExpectationVerb;
    readonly pattern: string;
    readonly origin: OriginJson;
  } | null;
  readonly members: readonly string[];
  readonly permissions: readonly string[];
  readonly scopes: readonly string[];
  /** They are invited and will hold it once they accept. */
  readonly onceAccepted: boolean;
  /** Of the first people. */
  readonly because: readonly {
    readonly member: string;
    readonly permission: string;
    readonly scope: string;
    readonly path: PathJson | null;
    readonly missing: string | null;
  }[];
}

export interface ExpectationJson {
  readonly name: string;
  readonly origin: OriginJson;
  readonly reason: string | null;
  /** `ended`: it holds but for what has ended. */
  readonly result: 'holds' | 'ended' | 'fails';
  /** How many people it speaks of, and how many single questions it came to. */
  readonly people: number;
  readonly checks: number;
  readonly faults: readonly FaultJson[];
}

export interface ExpectationsJson {
  readonly source: 'desired' | 'live';
  readonly hold: number;
  /** They hold but for what has ended. */
  readonly ended: number;
  readonly fail: number;
  /** By place. */
  readonly results: readonly ExpectationJson[];
}

export function expectationsJson(examined: ExpectationResults): ExpectationsJson {
  const because = explainBreaches(examined);
  const results = examined.findings.map((finding) => expectationJson(finding, examined, because));
  const count = (wanted: ExpectationJson['result']) =>
    results.filter(({ result }) => result === wanted).length;
  const source = examined.source.source;
  return { source, hold: count('holds'), ended: count('ended'), fail: count('fails'), results };
}

function expectationJson(
  finding: ExpectationFinding,
  examined: ExpectationResults,
  because: (breach: Breach) => readonly BreachExplanation[],
): ExpectationJson {
  const { name, origin, reason, people } = finding.expectation;
  return {
    name,
    origin: originJson(origin),
    reason,
    result: !isExpectationMet(finding) ? 'fails' : hasEndedPart(finding) ? 'ended' : 'holds',
    people: people.length,
    checks: finding.checks,
    faults: [...finding.faults, ...(finding.ended ?? [])].map((fault) => faultJson(fault, examined, because)),
  };
}

function faultJson(
  fault: ExpectationFault,
  { source }: ExpectationResults,
  because: (breach: Breach) => readonly BreachExplanation[],
): FaultJson {
  const text = faultPhrase(fault, source);
  if (!isBreach(fault)) {
    const nothing = { members: [], permissions: [], scopes: [], onceAccepted: false, because: [] };
    return { fault: fault.fault, text, expected: null, ...nothing };
  }
  const { verb, pattern } = fault.demand;
  return {
    fault: fault.fault,
    text,
    expected: { verb, pattern: pattern.value, origin: originJson(pattern.origin) },
    members: fault.members,
    permissions: fault.permissions,
    scopes: fault.scopes,
    onceAccepted: fault.onceAccepted,
    because: because(fault).map(({ path, ...one }) => ({
      ...one,
      path: path === null ? null : pathJson(path, source.spelling),
    })),
  };
}
