import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expectGolden } from '../golden.ts';
import { constructSources } from './constructs.ts';

const FOLDER = 'src/cdktf/blocks';

/** As the house formats its sources. */
function formatted(file: string, text: string): string {
  return execFileSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'format', `--stdin-file-path=${file}`],
    { input: text, encoding: 'utf8' },
  );
}

it('the constructs have the attributes of the provider’s tables, and their words', () => {
  const sources = constructSources();
  for (const [name, text] of sources) expectGolden(`${FOLDER}/${name}`, formatted(`${FOLDER}/${name}`, text));
  expect(readdirSync(FOLDER).sort()).toEqual([...sources.keys()].sort());
});
