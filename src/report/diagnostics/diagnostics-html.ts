import { escapeMarkup } from '../../page/escape-markup.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';

/** Problems as a page, for who asked for one. It runs nothing. */
export function diagnosticsHtml(command: string, diagnostics: readonly Diagnostic[]): string {
  const items = diagnostics.map(({ severity, code, origin, message, hint }) => {
    const place = origin === null ? '' : `<br><code>${escapeMarkup(formatOrigin(origin))}</code>`;
    const way = hint === null ? '' : `<br>${escapeMarkup(hint)}`;
    return `<li data-code="${code}"><strong>${severity}[${code}]</strong> <bdi>${escapeMarkup(message)}</bdi>${place}${way}</li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="color-scheme" content="light dark">
<title>bylaw ${escapeMarkup(command)}: not done</title>
</head>
<body>
<h1>Not done</h1>
<ul>
${items.join('\n')}
</ul>
</body>
</html>
`;
}
