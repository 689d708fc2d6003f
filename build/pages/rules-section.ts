import type { BuiltInRule } from '../../src/rule/built-in-rule.ts';
import { BUILT_IN_RULES } from '../../src/rule/built-in-rules.ts';

/** docs/rules.md with the part that tells of each rule as the table in code says. The rest of the page is written by hand. */
export function rulesPage(written: string): string {
  const [before, after] = [written.indexOf(HEADING), written.indexOf(NEXT)];
  if (before < 0 || after < before) throw new Error(`docs/rules.md has ${HEADING} and after it ${NEXT}`);
  return `${written.slice(0, before)}${HEADING}\n\n${INTRODUCTION}\n${section()}\n${written.slice(after)}`;
}

const HEADING = '## The rules';
const NEXT = '## Acknowledgements';
const INTRODUCTION =
  'This part is made from `src/rule/built-in/`; after a change there, run `npm run bless`.\n\n| rule | what a finding means | by itself |\n| --- | --- | --- |';

function section(): string {
  const rules: readonly BuiltInRule[] = BUILT_IN_RULES;
  const rows = rules.map(({ name, means, usual }) => `| [\`${name}\`](#${name}) | ${means} | ${usual} |`);
  return `${rows.join('\n')}\n\n${rules.map(rule).join('\n')}`;
}

function rule({ name, why, wayOut, parameters }: BuiltInRule): string {
  const keys = Object.entries(parameters).map(([key, { description, isRequired, choices }]) => {
    const values = choices === undefined ? '' : ` One of ${choices.map((one) => `\`${one}\``).join(', ')}.`;
    return `- \`${key}\`${isRequired === true ? ' (required)' : ''}: ${description}${values}`;
  });
  return `### ${name}\n\n${why}\n\n${keys.length === 0 ? '' : `${keys.join('\n')}\n\n`}*Way out:* ${wayOut}\n`;
}
