/** GitHub's own parser and evaluator of workflows. Bundled first: they import JSON in a way that Node 20 does not take. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const ENTRY = `
export * from '@actions/workflow-parser';
export { parseAction } from '@actions/workflow-parser/actions/action-parser';
export { data, Evaluator, Lexer, Parser } from '@actions/expressions';
`;

type GithubTools = typeof import('@actions/workflow-parser') &
  Pick<typeof import('@actions/workflow-parser/actions/action-parser'), 'parseAction'> &
  Pick<typeof import('@actions/expressions'), 'data' | 'Evaluator' | 'Lexer' | 'Parser'>;

async function bundled(): Promise<GithubTools> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-github-tools-'));
  try {
    const outfile = join(folder, 'tools.mjs');
    buildSync({
      stdin: { contents: ENTRY, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const githubTools = await bundled();

/** What `${{ … }}` comes to, by GitHub's own evaluator; of a condition, whether it holds. */
export function evaluated(expression: string, contexts: Readonly<Record<string, unknown>>): unknown {
  const { data, Evaluator, Lexer, Parser } = githubTools;
  const flag = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  const functions = [
    flag('success', contexts.failed !== true),
    flag('failure', contexts.failed === true),
    flag('always', true),
    flag('cancelled', false),
  ];
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = JSON.parse(JSON.stringify(contexts), data.reviver);
  const by = new Map(functions.map((one) => [one.name, one]));
  return JSON.parse(JSON.stringify(new Evaluator(tree, known, by).evaluate(), data.replacer));
}
