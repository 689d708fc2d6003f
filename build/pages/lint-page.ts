import { LINT_CODES, LINT_RULES } from '../../src/compile/lint/lint-rules.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { CODES } from '../../src/source/codes.ts';

/** docs/lint.md: every rule, whether it is on, where, and why one would want it. */
export function lintReference(platforms: readonly PlatformDefinition[]): string {
  const rows = LINT_CODES.map((code) => {
    const { why, usual } = LINT_RULES[code];
    const on = platforms.filter(({ lint }) => lint.includes(code)).map(({ title }) => title);
    const level =
      usual === 'warning' ? 'warning' : on.length === 0 ? 'off' : `off; warning on ${on.sort().join(', ')}`;
    const { means, wayOut } = CODES[code];
    return `## ${code}\n\n${means}\n\n${why}\n\n*By itself:* ${level}. *Way out:* ${wayOut}\n`;
  });
  return `${HEAD}\n${rows.join('\n')}`;
}

const HEAD = `# Lint rules

\`bylaw check\` refuses what a platform would refuse. Lint rules are about what is allowed and seldom meant. Each is
\`off\`, a \`warning\` or an \`error\`; the workspace decides, and where it says nothing the platform file and then the rule
itself:

\`\`\`yaml
apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
lint:
  direct-role: error
  single-owner: off
\`\`\`

Warnings are told by \`bylaw check\` only and change no exit status. An error stops every command, like any other error in
the documents. That a review is overdue or a grant over is no lint rule: it is always told, as \`review-due\` and
\`grant-expired\`.

This page is generated from \`src/compile/lint/lint-rules.ts\`; after a change there, run \`npm run bless\`.
`;
