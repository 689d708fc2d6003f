/** A state as an earlier run would have left it, without the minutes that such a run takes. */
export function stateText(
  type: string,
  provider: string,
  rows: ReadonlyMap<string, object>,
  schemaVersion = 0,
): string {
  const resources = [...rows].map(([name, attributes]) => ({
    mode: 'managed',
    type,
    name,
    provider: `provider["${provider}"]`,
    instances: [{ schema_version: schemaVersion, attributes }],
  }));
  return JSON.stringify({
    version: 4,
    terraform_version: '1.5.0',
    serial: 1,
    lineage: 'a0a0a0a0-0000-0000-0000-000000000000',
    outputs: {},
    resources,
  });
}
