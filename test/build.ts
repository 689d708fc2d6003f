import { execFileSync } from 'node:child_process';

/** Commands are tested as users run them, from `dist/`: built once, from what is in the tree now. */
export default function build(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
  execFileSync(process.execPath, ['build/provider.mjs'], { stdio: 'inherit' });
}
