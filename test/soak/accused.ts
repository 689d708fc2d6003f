/** Whom drift names. That an invitation ran out is the platform's deed, where nobody is invited again. */
export function accusedIn(json: string): readonly string[] {
  const { organizations } = JSON.parse(json) as {
    organizations: {
      findings: { kind: string; deed: { actor: string } | null; laterDeeds: { actor: string }[] }[];
    }[];
  };
  const findings = organizations.flatMap((one) => one.findings).filter(({ kind }) => kind !== 'expired');
  // A thing falls on who made it and then on who gave it more: the last did what was found.
  return findings.flatMap(({ deed, laterDeeds }) =>
    deed === null ? [] : [(laterDeeds.at(-1) ?? deed).actor],
  );
}
