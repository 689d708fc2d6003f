import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our licence, and those of the packages that a bundle holds files of. */
export function notices(root, inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name !== undefined) packages.add(name);
  }
  const others = [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const { license, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const text =
      file === undefined ? `Licensed under ${license}.` : readFileSync(join(folder, file), 'utf8').trim();
    return `--- ${name} ${version} (${license}) ---\n\n${text}`;
  });
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  return `${[own, ...others].join('\n\n')}\n`;
}
