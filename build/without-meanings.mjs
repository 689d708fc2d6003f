import { readFileSync } from 'node:fs';

/**
 * What codes mean, and what a connector's settings are for, is for the pages and schemas that are made of their tables and
 * for what the command prints. The provider tells neither, and each start would read it.
 */
export const withoutMeanings = {
  name: 'without-meanings',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]source[\\/]codes[\\/][\w-]*codes\.ts$/ }, ({ path }) => {
      return { contents: without(MEANING, '', readFileSync(path, 'utf8')), loader: 'ts' };
    });
    withoutWording.setup({ onLoad });
  },
};

/** What a connector's settings are for is for the schemas and pages that are made of their tables: no command tells it. */
export const withoutWording = {
  name: 'without-wording',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]connector[\\/][\w-]+[\\/][\w-]+-settings\.ts$/ }, ({ path }) => {
      return { contents: without(WORDING, "$1: '',", readFileSync(path, 'utf8')), loader: 'ts' };
    });
  },
};

/** Why somebody would want a rule is for the pages that are made of the rules: no command tells it, and each check would read it. */
export const withoutWhys = {
  name: 'without-whys',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/](compile[\\/]lint|rule[\\/]built-in)[\\/][\w-]+\.ts$/ }, ({ path }) => {
      return { contents: without(WHY, "why: '',", readFileSync(path, 'utf8')), loader: 'ts' };
    });
  },
};

/** Line for line, so that the source map stays right. */
const without = (words, instead, text) =>
  text.replace(
    words,
    (whole, name) => `${instead.replace('$1', name)}${'\n'.repeat(whole.split('\n').length - 1)}`,
  );

const MEANING = /\b(means):\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`),/g;
const WHY = /\bwhy:\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`),/g;
const WORDING = /\b(title|description):\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`),/g;
