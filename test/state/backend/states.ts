/** Texts of states, whole and damaged, for those who have to tell whose they are. */
import type { DamagedStateOwner } from '../../../src/state/damaged-state-ownership.ts';

export const OURS = 'provider["registry.terraform.io/bylaw/bylaw"]';

const row = (id: string) => ({
  mode: 'managed',
  type: 'bylaw_group',
  name: 'acme_qa_0123456789',
  provider: OURS,
  instances: [{ schema_version: 0, attributes: { id, title: 'QA "provider": "x" {}' } }],
});

/** A state with rows of these ids. */
export function stateText(ids: readonly string[]): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 3,
    lineage: 'l',
    outputs: {},
    resources: ids.map(row),
  });
}

const WHOLE = stateText(['acme/qa', 'acme/dev']);
/** As terraform writes it to a file. */
const INDENTED = JSON.stringify(JSON.parse(WHOLE), null, 2);
const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';

const cutBefore = (text: string, word: string): string => text.slice(0, text.lastIndexOf(word));
const cutAfter = (text: string, word: string): string => text.slice(0, text.lastIndexOf(word) + word.length);
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Name, text, and what can be told of it. */
export const damagedStates: readonly (readonly [string, string, DamagedStateOwner])[] = [
  ['cut at its end', WHOLE.slice(0, -1), 'ours'],
  ['cut at its end, indented', INDENTED.slice(0, -3), 'ours'],
  ['cut in the name of a provider', cutAfter(WHOLE, 'registry.terraform.io/by'), 'ours'],
  ['cut behind a backslash', cutAfter(WHOLE, 'provider[\\'), 'ours'],
  ['cut in a version', cutAfter(WHOLE, '"schema_version":'), 'ours'],
  ['cut before the first row', cutAfter(WHOLE, '"resources":['), 'unknown'],
  ['cut at once', '{"version": 4, "resour', 'unknown'],
  ['binary', '\0\0\0', 'unknown'],
  ['no state at all', '[]', 'unknown'],
  ['of an older format, empty', '{"version":3,"serial":1,"lineage":"x","resources":[]}', 'unknown'],
  ['cut, with another provider', cutBefore(WHOLE.replaceAll(inJson(OURS), inJson(AWS)), '}'), 'foreign'],
  [
    'cut, with another provider beside ours',
    cutBefore(WHOLE.replace(inJson(OURS), inJson(AWS)), '}'),
    'foreign',
  ],
  [
    'cut in the name of another provider',
    cutAfter(WHOLE.replaceAll(inJson(OURS), inJson(AWS)), 'registry.terraform.io/ha'),
    'foreign',
  ],
  [
    'cut, with an output',
    cutBefore(WHOLE.replace('"outputs":{}', '"outputs":{"url":{"value":1}}'), '}'),
    'foreign',
  ],
  [
    'cut, of plain Terraform with our provider',
    cutBefore(WHOLE.replaceAll('"schema_version":0', '"schema_version":1'), '}'),
    'foreign',
  ],
  [
    'cut, with a block of somebody’s own',
    cutBefore(WHOLE.replace('acme_qa_0123456789', 'qa'), '}'),
    'foreign',
  ],
  ['cut, with data', cutBefore(WHOLE.replace('"managed"', '"data"'), '}'), 'foreign'],
  ['cut, with a module', cutBefore(WHOLE.replace('"mode"', '"module":"module.x","mode"'), '}'), 'foreign'],
  ['of an older format, with modules', '{"version":3,"modules":[{"path":["root"]}]}', 'foreign'],
  ['encrypted by OpenTofu', '{"serial":1,"lineage":"x","meta":{},"encrypted_data":"AAAA"}', 'foreign'],
];
