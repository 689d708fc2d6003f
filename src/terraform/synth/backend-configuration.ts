import { isAbsolute } from 'node:path';
import { settingsFor } from '../../policy/backend-settings.ts';
import type { BackendSetting, WrittenBackend } from '../../policy/document-types.ts';
import { BACKEND_TRAITS } from './backend-traits.ts';
import { escapedLiteral, type JsonValue } from './escape.ts';

/**
 * The backend of one stack, as it stands in the `terraform` block of the JSON syntax: `{ backend: { s3: … } }` or
 * `{ cloud: … }`. Paths of files are written relative to the workspace file; `placed` says where they are from where
 * terraform runs.
 */
export function backendBlock(
  backend: WrittenBackend,
  stack: string,
  placed: (path: string) => string,
): { readonly [key: string]: JsonValue } {
  const { paths } = BACKEND_TRAITS[backend.type];
  const place = (value: BackendSetting): BackendSetting => {
    if (Array.isArray(value)) return value.map(place);
    return typeof value === 'string' && !isAbsolute(value) && !value.startsWith('~') ? placed(value) : value;
  };
  const settings = Object.fromEntries(
    Object.entries(settingsFor(backend, stack)).map(([key, value]) => [
      key,
      escapedLiteral(paths.includes(key) ? place(value) : value),
    ]),
  );
  return backend.type === 'cloud' ? { cloud: settings } : { backend: { [backend.type]: settings } };
}
