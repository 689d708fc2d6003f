/** Names of variables whose values are secrets, whatever backend they are for. */
const SECRET_NAME = /PASS|SECRET|TOKEN|KEY|CREDENTIAL|CONN_STR|AUTH|SAS|PEM/;

/** Shorter ones would cut words out of sentences. */
const SHORTEST_SECRET = 3;

const HIDDEN = '***';

/** Takes every secret of an environment, and whatever looks like one, out of what terraform says. */
export function redactorOf(environment: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = new Set<string>();
  for (const [name, value = ''] of Object.entries(environment)) {
    if (!SECRET_NAME.test(name)) continue;
    for (const secret of [value, ...passwordsIn(value)])
      for (const form of formsOf(secret)) secrets.add(form);
  }
  const longestFirst = [...secrets]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let told = text;
    for (const secret of longestFirst) told = told.replaceAll(secret, HIDDEN);
    return told
      .replace(/:\/\/[^/?#\s"'@]*@/g, `://${HIDDEN}@`)
      .replace(/\b((?:ssl)?password\s*=\s*)('[^']*'|[^\s&"']+)/gi, `$1${HIDDEN}`)
      .replace(
        /\b((?:proxy-)?authorization:?\s*(?:basic|bearer)?|basic|bearer)\s+[A-Za-z0-9+/_.~-]{8,}=*/gi,
        `$1 ${HIDDEN}`,
      )
      .replace(/([?&](?:[a-z_-]*token|sig|secret|[a-z_-]*key)=)[^&\s"']+/gi, `$1${HIDDEN}`);
  };
}

/** The password inside a connection string. */
function passwordsIn(text: string): readonly string[] {
  const inUrl = /:\/\/[^/?#\s:@]*:([^/?#\s]*)@/.exec(text)?.[1];
  const assigned = /password\s*=\s*(?:'([^']*)'|([^\s&]+))/i.exec(text);
  const found = [inUrl, assigned?.[1], assigned?.[2]].flatMap((one) => one ?? []);
  return [...found, ...found.flatMap(decoded)];
}

function decoded(text: string): readonly string[] {
  try {
    return [decodeURIComponent(text)];
  } catch {
    return [];
  }
}

function formsOf(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ];
}
