/**
 * The last step of `npm run build`: what goes into a provider package, in `dist/provider/`. Few files and small
 * ones, because terraform starts a provider several times in each command; platforms as JSON,
 * checked now so that no start has to; the licences of all that went in.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createPolicy } from '../dist/policy/policy.js';
import { readYaml } from '../dist/source/yaml.js';
import { VERSION_CHECK } from '../dist/terraform/standalone/package/contents.js';
import { checkFor } from '../dist/workspace/built-checks.js';
import { describedConnectorNames, readSchemaFiles } from '../dist/workspace/schema-files.js';
import { keep } from './keep.mjs';
import { notices } from './notices.mjs';
import { withoutMeanings } from './without-meanings.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'provider');
for (const folder of ['platforms', 'connectors']) mkdirSync(join(out, folder), { recursive: true });

/**
 * Each is a file of its own, loaded when it is needed: what serves only once terraform has its handshake, what reads a
 * platform file or a connector file of a user's own, the way through a proxy, what only an apply does, and reasons. They share no objects but those
 * they are handed.
 */
const STANDALONE = 'src/terraform/standalone';
const APART = {
  serve: STANDALONE,
  'platform-file': `${STANDALONE}/session`,
  'connector-file': `${STANDALONE}/session`,
  'through-proxy': 'src/connector/http',
  'make-write': 'src/connector/access-api',
  'audit-log': 'src/connector/access-api',
  'audit-former-names': 'src/connector/access-api',
  'github-session': 'src/connector/github',
  'octokit-client': 'src/connector/github',
  'github-app': 'src/connector/github',
  'github-terms': 'src/connector/github',
  'build-access': 'src/access',
  'simulate-writes': 'src/plan/write',
  explain: 'src/access/explain',
  'error-redactor': 'src/source',
  'unsupported-github-writes': 'src/connector/github',
  'scim-session': 'src/connector/scim',
  'unsupported-scim-writes': 'src/connector/scim',
  'minimum-holders-check': `${STANDALONE}/foresight`,
  'exclusive-places': `${STANDALONE}/foresight`,
  'closing-order': `${STANDALONE}/foresight`,
  'rename-candidates': `${STANDALONE}/rename`,
  'claim-conflicts': `${STANDALONE}/ownership`,
};
/**
 * Called where nobody can wait, and in few runs: who can do what, what writes leave behind, why somebody may do something,
 * what went wrong, what GitHub and SCIM lack, who would be the last holder of a role, who would be
 * in two groups, what is closed before what is in it, what looks like a thing that is gone, which blocks are one thing.
 */
const CALLED = {
  'build-access': 'buildAccess',
  'simulate-writes': 'simulateWrites',
  explain: 'explain',
  'error-redactor': 'errorRedactor',
  'unsupported-github-writes': 'unsupportedOnGithub',
  'unsupported-scim-writes': 'unsupportedInScim',
  'minimum-holders-check': 'minimumHoldersProblems',
  'exclusive-places': 'exclusivePlaceProblems',
  'closing-order': 'closingOrderProblems',
  'rename-candidates': 'renameCandidateProblem',
  'claim-conflicts': 'claimConflictProblem',
};
const apart = {
  name: 'apart',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`/(${Object.keys(CALLED).join('|')})\\.ts$`) }, ({ kind, path }) =>
      kind === 'import-statement' ? { path: basename(path, '.ts'), namespace: 'late' } : null,
    );
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => {
      const name = CALLED[path];
      return { contents: `export const ${name} = (...given) => require('./${path}.cjs').${name}(...given);` };
    });
    onResolve({ filter: /./, namespace: 'late' }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: new RegExp(`/(${Object.keys(APART).join('|')})\\.ts$`) }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: path.replace(/\.ts$/, '.cjs').replace(/^.*\//, './'), external: true }
        : null,
    );
  },
};

const bundled = (entryPoints, target, banner) =>
  build({
    write: false,
    absWorkingDir: root,
    entryPoints,
    outdir: out,
    outExtension: { '.js': '.cjs' },
    plugins: [apart, withoutMeanings],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target,
    banner: { js: banner },
    // `require` instead: Node would first load all that it loads modules of the other sort with.
    supported: { 'dynamic-import': false },
    // Of packages that come in two forms, the one of which only what is used gets in.
    mainFields: ['module', 'main'],
    alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
const bundles = await Promise.all([
  // Read by any Node, if only to say that it is too old.
  bundled({ provider: `${STANDALONE}/provider-main.ts` }, 'node8', VERSION_CHECK),
  bundled(
    Object.fromEntries(Object.entries(APART).map(([name, folder]) => [name, `${folder}/${name}.ts`])),
    'node20',
    '',
  ),
]);
const outputFiles = bundles.flatMap((one) => one.outputFiles);
const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
for (const { path, contents } of outputFiles) keep(path, Buffer.from(contents));

const schema = (name) => JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8'));
const policy = createPolicy(readSchemaFiles(), checkFor);
const written = new Set();
for (const file of readdirSync(join(root, 'schemas', 'platforms')).sort()) {
  if (!file.endsWith('.yaml')) continue;
  const documents = readYaml(readFileSync(join(root, 'schemas', 'platforms', file)), file);
  const read = documents.ok ? policy.readPlatform(documents.value[0]) : documents;
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics, null, 2));
  const name = `${read.value.name}.json`;
  written.add(name);
  keep(join(out, 'platforms', name), `${JSON.stringify(documents.value[0].value)}\n`);
}
for (const name of readdirSync(join(out, 'platforms')))
  if (!written.has(name)) rmSync(join(out, 'platforms', name));
const connectors = new Set(describedConnectorNames().map((name) => `${name}.yaml`));
for (const name of connectors)
  keep(join(out, 'connectors', name), readFileSync(join(root, 'schemas', 'connectors', name)));
for (const name of readdirSync(join(out, 'connectors')))
  if (!connectors.has(name)) rmSync(join(out, 'connectors', name));
for (const kind of ['platform', 'connector'])
  keep(join(out, `${kind}.schema.json`), `${JSON.stringify(schema(kind))}\n`);

keep(join(out, 'LICENSE'), notices(root, inputs));
