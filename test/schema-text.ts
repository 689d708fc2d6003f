import { execFileSync } from 'node:child_process';

/** A schema as the house formats it, every character that is not ASCII by its number. */
export function formattedSchema(file: string, schema: object): string {
  const text = JSON.stringify(schema, null, 2).replace(
    /[^\n\x20-\x7e]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return execFileSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'format', `--stdin-file-path=${file}`],
    { input: text, encoding: 'utf8' },
  );
}
