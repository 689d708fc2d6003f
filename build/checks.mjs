/**
 * The second step of `npm run build`: checks of documents as code, in `dist/checks/`, so that no start compiles a schema.
 * One file for each schema of documents, and for the schema of organizations narrowed to each platform that comes with
 * Bylaw; and the compiler, for platforms of a user's own. And those platforms themselves, read and checked.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { checkCode, compileCheck } from '../dist/policy/compile-check.js';
import { createPolicy } from '../dist/policy/policy.js';
import { builtCheckFile } from '../dist/policy/validator.js';
import { readYaml } from '../dist/source/yaml.js';
import { platformFiles, readSchemaFiles } from '../dist/workspace/schema-files.js';
import { keep } from './keep.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'checks');

const schemas = readSchemaFiles();
const policy = createPolicy(schemas, compileCheck);
const platforms = {};
const narrowed = platformFiles().map((file) => {
  const text = readFileSync(file, 'utf8');
  const documents = readYaml(text, file);
  const platform = documents.ok ? policy.readPlatform(documents.value[0]) : documents;
  // Nobody reads it again, so nobody would be told of a warning.
  if (platform.diagnostics.length > 0) throw new Error(JSON.stringify(platform.diagnostics, null, 2));
  const value = JSON.stringify(documents.value[0].value);
  platforms[basename(file)] = { name: platform.value.name, text, value };
  return policy.organizationSchema(platform.value);
});

const bundled = async (entry) => {
  const built = await build({
    ...entry,
    write: false,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  return built.outputFiles[0].contents;
};

const written = new Map();
for (const schema of [...Object.values(schemas), ...narrowed]) {
  const text = JSON.stringify(JSON.stringify(schema));
  const contents = `${checkCode(schema)};module.exports={check:module.exports,schema:${text}};`;
  written.set(builtCheckFile(schema), await bundled({ stdin: { contents, resolveDir: root }, minify: true }));
}
written.set(
  'compile-check.cjs',
  await bundled({ entryPoints: ['src/policy/compile-check.ts'], packages: 'external' }),
);
written.set('platforms.json', JSON.stringify(platforms));
for (const [name, bytes] of written) keep(join(out, name), bytes);
for (const name of readdirSync(out)) if (!written.has(name)) rmSync(join(out, name));
