import { join } from 'node:path';
import { stageFile } from '../file/write-file.ts';
import type { JsonValue } from '../terraform/synth/escape.ts';
import type { TerraformStack } from '../terraform/synth/library.ts';

/** Written at once: larger pieces cost memory, smaller ones time. */
const PIECE = 1 << 16;

/**
 * Has a stack's file written piece by piece. The library makes one text of all of it, which for fifty thousand rows is
 * ninety megabytes on the way to twelve. It still does all else: aspects, validations, assets, annotations. In between
 * its file holds what Terraform refuses, so that no moment leaves one that would read as "all rows are gone".
 */
export function writeStackInChunks(
  stack: TerraformStack,
  whole: () => { readonly [key: string]: JsonValue },
): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize(session) {
      const made: { readonly [key: string]: JsonValue }[] = [];
      const { toTerraform } = stack;
      stack.toTerraform = () => {
        made.push(whole());
        return { resource: 'The rows of this stack are being written.' };
      };
      try {
        synthesizer.synthesize(session);
      } finally {
        stack.toTerraform = toTerraform;
      }
      const file = join(session.outdir, session.manifest.forStack(stack).synthesizedStackPath);
      for (const json of made) stageFile(file, pieces(json)).replace();
    },
  };
}

function* pieces(json: { readonly [key: string]: JsonValue }): Generator<string> {
  let piece = '';
  for (const part of parts(json)) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Resources a block at a time, the rest in one; names in order, so that the same stack is the same file. */
function* parts(json: { readonly [key: string]: JsonValue }): Generator<string> {
  yield '{';
  for (const [at, key] of Object.keys(json).sort().entries()) {
    const value = json[key] ?? null;
    yield `${at === 0 ? '' : ','}\n  ${JSON.stringify(key)}: `;
    if (key !== 'resource') yield indented(value, 1);
    else yield* nested(value, 1, (types) => nested(types, 2, (block) => [indented(block, 3)]));
  }
  yield '\n}';
}

function* nested(
  value: JsonValue,
  depth: number,
  inner: (value: JsonValue) => Iterable<string>,
): Generator<string> {
  const entries = new Map(Object.entries(Object(value) as { readonly [key: string]: JsonValue }));
  yield '{';
  for (const [at, key] of [...entries.keys()].sort().entries()) {
    yield `${at === 0 ? '' : ','}\n${'  '.repeat(depth + 1)}${JSON.stringify(key)}: `;
    yield* inner(entries.get(key) ?? null);
  }
  yield `\n${'  '.repeat(depth)}}`;
}

/** No line break stands in a text of JSON, so each one is the form's. */
function indented(value: JsonValue, depth: number): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${'  '.repeat(depth)}`);
}
