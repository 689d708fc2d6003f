import { replaceInvisible } from '../source/invisible-characters.ts';
import { escapeMarkup } from './escape-markup.ts';
import { pack } from './facts/packed.ts';
import type { PageFacts } from './facts/page-facts.ts';

/** What the build makes of `browser/`: a program and a style, and the policy by which a browser runs nothing else. */
export interface PageProgram {
  readonly script: string;
  readonly style: string;
  readonly policy: string;
}

/** One file that needs nothing else: no server, no network, no rights. */
export function pageHtml(facts: PageFacts, { script, style, policy }: PageProgram): string {
  const names = facts.organizations.map(({ organization }) => organization).join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(`Access review: ${names}`)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs JavaScript to look things up. It loads nothing from anywhere.</noscript>
<div id="page"></div>
<script type="application/json" id="facts">${embeddedJson(pack(facts))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/**
 * JSON inside of a `script` element: nothing in it ends the element, begins a comment or reads as markup, and characters
 * that draw nothing are spelled out.
 */
export function embeddedJson(value: unknown): string {
  return replaceInvisible(JSON.stringify(value), spelled).replace(/[<>&]/g, spelled);
}

function spelled(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
