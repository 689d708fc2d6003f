import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes long: terraform, both engines, whole organizations lived through, random ones by the thousand. */
const SLOW = /itWithTerraform|itOnBothEngines|soak\(|numRuns|RUNS|\.run\(|\.start\(/g;

/**
 * The files that take longest begin first, so that none of them begins when all others are done. How long one takes is
 * guessed from its text: on a clean clone nobody has measured it.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weighed = files.map((file) => {
      const text = readFileSync(file.moduleId, 'utf8');
      return { file, weight: (text.match(SLOW)?.length ?? 0) * 10_000 + text.length };
    });
    return weighed.sort((a, b) => b.weight - a.weight).map(({ file }) => file);
  }
}
