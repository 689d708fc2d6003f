import { LINT_RULES } from '../../src/compile/lint/lint-rules.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';

/** docs/lint.md: every rule, whether it is on, where, and why one would want it. */
export function lintReference(platforms: readonly PlatformDefinition[]): string {
  const rows = LINT_RULES.map(({ code, means, wayOut, why, usual }) => {
    const on = platforms.filter(({ lint }) => lint.includes(code)).map(({ title }) => title);
    const level =
      usual === 'warning' ? 'warning' : on.length === 0 ? 'off' : `off; warning on ${on.sort().join(', ')}`;
    return `## ${code}\n\n${means}\n\n${why}\n\n*By itself:* ${level}. *Way out:* ${wayOut}\n`;
  });
  return `${HEAD}\n${rows.join('\n')}`;
}

const HEAD = `# Lint rules

\`bylaw check\` refuses what a platform would refuse. Lint rules find what is allowed and
seldom intended. Each rule is \`off\`, a \`warning\` or an \`error\`. The workspace sets the level. If it does not, the platform
file does, and then the rule itself:

\`\`\`yaml
apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
lint:
  direct-role: error
  single-owner: off
\`\`\`

Only \`bylaw check\` shows warnings, and they change no exit status. An error stops every command, like any other error in
the documents. An overdue review and a grant that has ended are no lint rules: they are always reported, as \`review-due\`
and \`grant-expired\`.

This page is generated from the rules in \`src/compile/lint/\`; after a change there, run \`npm run bless\`.
`;
