import type { EngineInfo } from '../plan/apply-result.ts';

/** `terraform 1.9.5`, `embedded`. */
export function engineName(engine: EngineInfo): string {
  return engine.version === null ? engine.name : `${engine.name} ${engine.version}`;
}
