import { LINT_RULES } from '../../src/compile/lint/lint-rules.ts';
import { CODES } from '../../src/source/codes/codes.ts';

/** docs/diagnostics.md: every code, in the order of the table, which goes by subject, and the lint rules. */
export function diagnosticsReference(): string {
  const rules = LINT_RULES.map(
    ({ code, means, wayOut }) => [code, { severity: 'as [set](lint.md)', means, wayOut }] as const,
  );
  const rows = [...Object.entries(CODES), ...rules];
  const index = rows.map(([code, { severity }]) => `| [\`${code}\`](#${code}) | ${severity} |\n`);
  const entries = rows.map(
    ([code, { severity, means, wayOut }]) =>
      `## ${code}\n\n${means}\n\n*Severity:* ${severity}. *Way out:* ${wayOut}\n`,
  );
  return `${HEAD}\n${index.join('')}\n${entries.join('\n')}`;
}

const HEAD = `# Diagnostics

Every error and warning of Bylaw has one of these codes. Codes are stable: scripts may rely on them. A message shows the
place of the problem, other places that matter, and a way out:

\`\`\`text
error[unknown-role]: No role "editr".
  --> access/acme.yaml:12:17
  = help: Did you mean \`editor\`?
\`\`\`

This page is generated from \`src/source/codes/\`; after a change there, run \`npm run bless\`.

The severity is what an occurrence usually is. Where less is at stake, a message has a lower one.

| problem | severity |
| --- | --- |
`;
