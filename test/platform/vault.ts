import { readFileSync } from 'node:fs';
import { got, onlyDocument, policy } from '../policy/fixture.ts';

const page = readFileSync('docs/access-model.md', 'utf8');
const section = /^## Denies\n([\s\S]*?)\n## /m.exec(page)?.[1] ?? '';
const blocks = [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

/** The platform of the page of the access model that has denies, roles below and a setting by which scopes inherit. */
export const VAULT = blocks[0] ?? '';
/** The document there. */
export const VAULT_DOCUMENT = blocks[1] ?? '';
/** What the page says of it: who can what where. */
export const VAULT_TABLE = [...section.matchAll(/^\| (\w+) \| `([^`]+)` \| ([^|]+) \| [^|]+ \|$/gm)].map(
  ([, who = '', where = '', can = '']) =>
    [
      who,
      where,
      can
        .replaceAll('`', '')
        .split(', ')
        .filter((one) => one !== 'nothing'),
    ] as const,
);

export const vault = got(policy.readPlatform(onlyDocument(VAULT)));

export const vaultOf = (change: (text: string) => string) =>
  policy.readPlatform(onlyDocument(change(VAULT), 'p.yaml'));
