import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { joinMarkdown, Markdown, md } from '../../src/report/markdown/escape-markdown.ts';
import { markdownTable } from '../../src/report/markdown/markdown-table.ts';
import { bulleted, groupsSection, invariantsSection, membersSection } from './platform-page-members.ts';
import { permissionsSection, rolesSection } from './platform-page-roles.ts';
import { scopesSection } from './platform-page-scopes.ts';

/** What a platform file was held against: the sandbox that plays it, the product itself, or servers of a standard. */
export type RunAgainst = 'sandbox' | 'product' | 'standard';

/** docs/platforms/NAME.md: all that a platform file says, for people. Nothing in it comes from anywhere else. */
export function platformPage(platform: PlatformDefinition, runAgainst: RunAgainst): string {
  const sections: readonly (readonly [string, Markdown])[] = [
    ['Scopes', scopesSection(platform)],
    ['Permissions', permissionsSection(platform)],
    ['Roles', rolesSection(platform)],
    ['Members', membersSection(platform)],
    ['Groups', groupsSection(platform)],
    ['Invariants', invariantsSection(platform)],
    ['Capabilities', capabilitiesSection(platform)],
    ...(platform.decisions.length === 0 ? [] : [['Decisions', decisionsSection(platform)] as const]),
  ];
  const parts = [
    head(platform, runAgainst),
    ...sections.map(([title, body]) => md`## ${title}\n\n${body}`),
    ...(platform.example === null ? [] : [example(platform, platform.example)]),
  ];
  return `${joinMarkdown(parts, '\n\n').text}\n`;
}

/** A whole Organization document of the example, as the page shows it. */
export function exampleDocument(platform: PlatformDefinition, body: string): string {
  return `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${platform.name}\n${body.trimEnd()}\n`;
}

const FILES = '../../schemas/platforms/';
const CONNECTORS = '../../schemas/connectors/';

function head({ name, title, description }: PlatformDefinition, runAgainst: RunAgainst): Markdown {
  // A name is a slug, so it can stand in a link.
  const file = new Markdown(`${FILES}${name}.yaml`);
  const from = md`The whole model is [one file](${file}), from which
this page is generated; after a change there, run \`npm run bless\`. How access is computed is the same on all platforms.`;
  switch (runAgainst) {
    case 'sandbox':
      return md`# ${title}

${description}

Modelled on the product’s public access pages. Bylaw is not affiliated with the vendor, and what is written here has been
run against the sandbox, not against the vendor’s service. ${from}`;
    case 'standard': {
      const connector = new Markdown(`../connectors/${name}.md`);
      return md`# ${title}

${description}

Modelled on the standard, which many products speak, each in a way of its own. Bylaw is not affiliated with their makers. What
is written here has been run against the servers that [its connector](${connector}) names, and against no other. ${from}`;
    }
    case 'product': {
      const connector = new Markdown(`${CONNECTORS}${name}.yaml`);
      return md`# ${title}

${description}

Bylaw is not affiliated with the makers. What is written here has been run against the product itself, in random
organizations, and nothing it said of anybody was another thing: \`npm run servers -- ${name}\`. What is read of it, and what can
be written, stands in [a file](${connector}), too: see [described connectors](../connectors/described.md). ${from}`;
    }
  }
}

function capabilitiesSection({ capabilities }: PlatformDefinition): Markdown {
  return bulleted([
    md`What has ended is removed by the next apply: no platform is left to end it by itself.`,
    md`Lists come in pages of ${capabilities.pageSize}.`,
  ]);
}

function decisionsSection({ decisions }: PlatformDefinition): Markdown {
  const rows = decisions.map(({ question, decision }) => [md`${question}`, md`${decision}`]);
  return md`Where the public pages are silent, or leave it to a setting:\n\n${markdownTable(['question', 'decision'], rows)}`;
}

function example(platform: PlatformDefinition, body: string): Markdown {
  // Longer than any run of backticks in it, so that the text cannot end its own fence.
  const fence = '`'.repeat(Math.max(3, ...[...body.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return new Markdown(`## A first document\n\n${fence}yaml\n${exampleDocument(platform, body)}${fence}`);
}
