/** What the page looks like, in light and dark, on a phone and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--page:#fff;--ink:#1c2024;--faint:#575f68;--line:#d5d9de;--card:#f6f7f9;--link:#0b57a4;
--added:#0f6b33;--removed:#b3261e;--changed:#7a4d00;--waiting:#5b3aa6;--new:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#14171a;--ink:#e8eaed;--faint:#a7b0b9;--line:#3a4149;--card:#1d2126;
--link:#8ab8f5;--added:#6fd497;--removed:#ff9a90;--changed:#f0be5c;--waiting:#c3acff;--new:#ff9a90}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.25rem 1rem 4rem;max-width:68rem;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.3rem;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
p{margin:.5rem 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
.faint{color:var(--faint)}
.verdict{font-size:1.1rem}
.totals{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.6rem;margin:1rem 0;padding:0}
.totals div{display:flex;flex-direction:column-reverse;background:var(--card);border:1px solid var(--line);
border-radius:.5rem;padding:.6rem .75rem}
.totals dt{color:var(--faint);font-size:.875rem}
.totals dd{margin:0;font-size:1.5rem;font-weight:650;line-height:1.2}
.findings,.plain{list-style:none;margin:.5rem 0;padding:0}
.findings>li{border:1px solid var(--line);border-left:.3rem solid var(--tone,var(--line));border-radius:.4rem;
margin:0 0 .6rem;padding:.6rem .8rem;background:var(--card)}
.findings h4{font-size:1rem;font-weight:600;margin:0}
.plain>li{padding:.35rem 0;border-bottom:1px solid var(--line)}
.added{--tone:var(--added)}.removed{--tone:var(--removed)}.changed{--tone:var(--changed)}.waiting{--tone:var(--waiting)}
.mark{display:inline-block;min-width:5.6em;margin-right:.5em;padding:0 .45em;border:1px solid currentColor;
border-radius:1em;color:var(--tone);font-size:.8rem;font-weight:600;text-align:center}
.facts{display:grid;grid-template-columns:9rem 1fr;gap:.1rem .75rem;margin:.4rem 0 0;font-size:.925rem}
.facts dt{color:var(--faint)}.facts dd{margin:0}
.new{color:var(--new);font-weight:600}
code{font:.9em ui-monospace,monospace}
details{margin:.5rem 0}summary{cursor:pointer;padding:.25rem 0}
pre{margin:.4rem 0;padding:.6rem;border:1px solid var(--line);border-radius:.4rem;background:var(--page);
font:.85rem/1.45 ui-monospace,monospace;white-space:pre-wrap}
@media (max-width:34rem){.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.3rem}}
@media print{body{max-width:none}.findings>li{break-inside:avoid}}
`;

/** A browser loads nothing and runs nothing; of styles it takes the one above, by its hash. */
export const POLICY =
  "default-src 'none'; style-src 'sha256-sYj6a1MMxP1mi7Ge1FEa6KsMJ1dfc3xeeCRaaZvdDGk='; base-uri 'none'; form-action 'none'";
