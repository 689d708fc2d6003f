/**
 * Cuts GitHub's published OpenAPI description down to what the stand-in answers, without its prose and examples:
 *
 *     node test/sandbox/github/cut-openapi.mjs ghec.json > test/sandbox/github/github-openapi.json
 *
 * `ghec.json` is in the package @octokit/openapi, 23.0.2, which is too large to be installed for this.
 */
import { readdirSync, readFileSync } from 'node:fs';

const ENDPOINTS = new URL('../../../src/sandbox/github/rest/', import.meta.url);
const PROSE = [
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'tags',
  'x-github',
  'headers',
];
const MORE_PROSE = ['operationId', 'x-multi-segment', 'format', 'x-github-breaking-changes', 'security'];

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const ours = new Set(['/rate_limit']);
for (const file of readdirSync(ENDPOINTS)) {
  const text = readFileSync(new URL(file, ENDPOINTS), 'utf8');
  for (const [, path] of text.matchAll(/path: '([^']+)'/g)) ours.add(path);
  for (const [, rest] of text.matchAll(/onTeam\('([^']*)'/g)) {
    for (const prefix of ['/orgs/{org}/teams/{team_slug}', '/teams/{team_id}']) ours.add(`${prefix}${rest}`);
  }
  for (const [, rest] of text.matchAll(/onRepository\('([^']*)'/g)) ours.add(`/repos/{owner}/{repo}${rest}`);
}

/** Names of properties are kept, whatever they are called. */
function withoutProse(value, inProperties = false) {
  if (Array.isArray(value)) return value.map((one) => withoutProse(one));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name]) => inProperties || !(PROSE.includes(name) || MORE_PROSE.includes(name)),
  );
  return Object.fromEntries(
    kept.map(([name, one]) => [name, withoutProse(one, name === 'properties' && !inProperties)]),
  );
}

const paths = {};
for (const [path, item] of Object.entries(source.paths)) if (ours.has(path)) paths[path] = withoutProse(item);
const components = {};
const needed = [JSON.stringify(paths)];
for (const text of needed) {
  for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)) {
    components[kind] ??= {};
    if (components[kind][name] !== undefined) continue;
    components[kind][name] = withoutProse(source.components[kind][name]);
    needed.push(JSON.stringify(components[kind][name]));
  }
}
process.stdout.write(
  `${JSON.stringify({ openapi: source.openapi, info: source.info.version, paths, components })}\n`,
);
