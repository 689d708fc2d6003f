import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '../build.ts';
import { packagesIn } from './app.ts';
import { temporary } from './stacks.ts';

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  skipLibCheck: false,
  noEmit: true,
  lib: ['ES2022'],
};

/** How apps are compiled: as modules today, with all declarations checked, and as `cdktf init` has it. */
const CONSUMERS = {
  NodeNext: { module: 'NodeNext', moduleResolution: 'NodeNext', target: 'ES2022' },
  'CommonJS of old': {
    skipLibCheck: true,
    module: 'CommonJS',
    moduleResolution: 'Node10',
    target: 'ES2018',
  },
};

describe('the declarations', () => {
  beforeAll(declarations);

  it.each(Object.entries(CONSUMERS))(
    'are right, and wrong configurations do not compile: %s',
    (_name, options) => {
      const folder = temporary();
      packagesIn(folder);
      for (const file of ['good.ts', 'bad.ts'])
        copyFileSync(join('test/cdktf/types', file), join(folder, file));
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: { ...STRICT, ...options, types: ['node'] },
          files: ['good.ts', 'bad.ts'],
        }),
      );
      const { stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], {
        encoding: 'utf8',
      });
      expect(stdout).toBe('');
    },
  );
});

describe('the package', () => {
  const run = (name: string, text: string) => {
    const folder = temporary();
    packagesIn(folder);
    mkdirSync(join(folder, 'access'));
    writeFileSync(join(folder, name), text);
    return spawnSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' });
  };

  it('is required by an app of old as it is imported by a module', () => {
    const { stdout, stderr } = run(
      'main.cjs',
      `const { AccessStack, BylawGroup } = require('bylaw/cdktf');
       const { TerraformStack } = require('cdktf');
       console.log(AccessStack.prototype instanceof TerraformStack, typeof BylawGroup, require('bylaw/package.json').name);`,
    );
    expect({ stdout, stderr }).toEqual({ stdout: 'true function bylaw\n', stderr: '' });
  });

  it('shows what it exports and nothing behind it', () => {
    const { stdout } = run(
      'main.mjs',
      `console.log(Object.keys(await import('bylaw/cdktf')).sort().join(' '));
       await import('bylaw/dist/cdktf/access-construct.js').catch(({ code }) => console.log(code));`,
    );
    expect(stdout.split(/\s/)).toEqual([
      ...[
        'Access',
        'AccessDocuments',
        'AccessRow',
        'AccessRows',
        'AccessStack',
        'BylawAssignment',
        'BylawGroup',
      ],
      ...['BylawMember', 'BylawProvider', 'BylawRole', 'BylawRoster', 'BylawScope', 'DataBylawAccess'],
      ...['DataBylawGroup', 'DataBylawMember', 'DataBylawPlatform', 'can', 'literal'],
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      '',
    ]);
  });
});
