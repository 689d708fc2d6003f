/** CEL's own conformance cases, and which of them the environment of rules refuses, and why. */
import { getConformanceSuite } from '@bufbuild/cel-spec/testdata/tests.js';

type Suite = ReturnType<typeof getConformanceSuite>;
type SimpleTest = Suite['tests'][number]['original'];

export interface ConformanceCase {
  /** `fields/map_has/has`. */
  readonly path: string;
  readonly suite: string;
  readonly test: SimpleTest;
}

export function conformanceCases(): readonly ConformanceCase[] {
  const casesOf = (suite: Suite, path: string, top: string): readonly ConformanceCase[] => [
    ...suite.tests.map(({ name, original }) => ({ path: `${path}/${name}`, suite: top, test: original })),
    ...suite.suites.flatMap((one) => casesOf(one, `${path}/${one.name}`, top)),
  ];
  return getConformanceSuite().suites.flatMap((suite) => casesOf(suite, suite.name, suite.name));
}

interface Refusal {
  readonly why: string;
  readonly of: (one: ConformanceCase) => boolean;
}

const EXTENSIONS = ['bindings_ext', 'block_ext', 'encoders_ext', 'macros2', 'math_ext', 'proto2_ext'];
/** Of messages, rules know instants and durations alone. */
const MESSAGES =
  /TestAllTypes|TestRequired|google\.protobuf\.(Any|BytesValue|BoolValue|DoubleValue|Empty|FieldMask|FloatValue|Int32Value|Int64Value|ListValue|StringValue|Struct|UInt32Value|UInt64Value|Value)\b/;
const ONE_MAP_TWO_KINDS = 'fields/qualified_identifier_resolution/map_value_repeat_key_heterogeneous';

/** Every case that nothing here refuses has to pass; a case belongs to the first that refuses it. */
export const REFUSED: Readonly<Record<string, Refusal>> = {
  extensions: {
    why: 'Rules have the standard functions and those for texts, so that the list of what there is stays short.',
    of: ({ suite }) => EXTENSIONS.includes(suite),
  },
  optionals: {
    why: 'The view has no optional values: what is not there is an empty text or list.',
    of: ({ suite, test }) => suite === 'optionals' || /\boptional\./.test(test.expr),
  },
  'messages of protobuf': {
    why: 'The view is of maps and lists. A message that nobody has is an unknown type.',
    of: ({ test }) =>
      MESSAGES.test(test.expr.replaceAll(/\/\/[^\n]*\n|\s/g, '')) || MESSAGES.test(bound(test)),
  },
  'names in a container': {
    why: 'The names of the view stand alone; there is nothing to put in front of them.',
    of: ({ test }) => test.container !== '',
  },
  'types alone': {
    why: 'The case does not run. What rules are checked for has tests of its own.',
    of: ({ test }) => test.checkOnly,
  },
  'names in backquotes': {
    why: 'The library does not read them; x["a-b"] says the same.',
    of: ({ path }) => path.startsWith('fields/quoted_map_fields/'),
  },
  'one key as two kinds of numbers': {
    why: 'The library takes the last of them, where CEL says that this is an error.',
    of: ({ path }) => path === ONE_MAP_TWO_KINDS,
  },
};

/** What is in the variables of a case, as far as it is a message. */
function bound({ bindings }: SimpleTest): string {
  return Object.values(bindings)
    .map(({ kind }) =>
      kind.case === 'value' && kind.value.kind.case === 'objectValue' ? kind.value.kind.value.typeUrl : '',
    )
    .join(' ');
}
