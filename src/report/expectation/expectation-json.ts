import {
  type Breach,
  type ExpectationFault,
  type ExpectationFinding,
  endedFaults,
  hasEndedPart,
  isBreach,
  isExpectationMet,
} from '../../expectation/expectation.ts';
import type { ExpectationVerb } from '../../policy/document-types.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type PathJson, pathJson } from '../json/path-json.ts';
import { type BreachExplanation, explainBreaches } from './breach-explanation.ts';
import { faultPhrase } from './expectation-phrases.ts';
import type { ExpectationResults } from './expectation-results.ts';

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
  /** `ended`: it holds except for what has ended. */
  readonly result: 'holds' | 'ended' | 'fails';
  /** How many people it speaks of, and how many single questions it came to. */
  readonly people: number;
  readonly checks: number;
  readonly faults: readonly FaultJson[];
}

export interface ExpectationsJson {
  readonly source: 'desired' | 'live';
  readonly hold: number;
  /** They hold except for what has ended. */
  readonly ended: number;
  readonly fail: number;
  /** By place. */
  readonly results: readonly ExpectationJson[];
}

export function expectationsJson(expectationResults: ExpectationResults): ExpectationsJson {
  const because = explainBreaches(expectationResults);
  const results = expectationResults.findings.map((expectationFinding) =>
    expectationJson(expectationFinding, expectationResults, because),
  );
  const count = (wanted: ExpectationJson['result']) =>
    results.filter(({ result }) => result === wanted).length;
  const source = expectationResults.source.source;
  return { source, hold: count('holds'), ended: count('ended'), fail: count('fails'), results };
}

function expectationJson(
  expectationFinding: ExpectationFinding,
  expectationResults: ExpectationResults,
  because: (breach: Breach) => readonly BreachExplanation[],
): ExpectationJson {
  const { name, origin, reason, people } = expectationFinding.expectation;
  return {
    name,
    origin: originJson(origin),
    reason,
    result: !isExpectationMet(expectationFinding)
      ? 'fails'
      : hasEndedPart(expectationFinding)
        ? 'ended'
        : 'holds',
    people: people.length,
    checks: expectationFinding.checks,
    faults: [...expectationFinding.faults, ...endedFaults(expectationFinding)].map((expectationFault) =>
      faultJson(expectationFault, expectationResults, because),
    ),
  };
}

function faultJson(
  expectationFault: ExpectationFault,
  { source }: ExpectationResults,
  because: (breach: Breach) => readonly BreachExplanation[],
): FaultJson {
  const text = faultPhrase(expectationFault, source);
  if (!isBreach(expectationFault)) {
    const nothing = { members: [], permissions: [], scopes: [], onceAccepted: false, because: [] };
    return { fault: expectationFault.fault, text, expected: null, ...nothing };
  }
  const { verb, pattern } = expectationFault.demand;
  return {
    fault: expectationFault.fault,
    text,
    expected: { verb, pattern: pattern.value, origin: originJson(pattern.origin) },
    members: expectationFault.members,
    permissions: expectationFault.permissions,
    scopes: expectationFault.scopes,
    onceAccepted: expectationFault.onceAccepted,
    because: because(expectationFault).map(({ path, ...one }) => ({
      ...one,
      path: path === null ? null : pathJson(path, source.spelling),
    })),
  };
}
