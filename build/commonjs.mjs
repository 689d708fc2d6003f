import { transform } from 'esbuild';

/**
 * A file of a bundle of modules, `import` and all, as the older kind of file, CommonJS: Node starts faster with it, and
 * it can load a file when something of it is first used. That is how it loads all other files of the bundle, and those
 * parts of Node itself that Node has not loaded for its own sake.
 */
export async function asCommonJs(code, map) {
  const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
  const made = await transform(`${code}\n${inline}\n`, {
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    supported: { 'regexp-unicode-property-escapes': true, 'dynamic-import': false },
    // What packages find others from.
    define: { 'import.meta.url': '__filename' },
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'warning',
  });
  const plain = made.code.replace(NAMES_FOR_MODULES, '').replace(EXPORTS_COPIED, EXPORTS);
  return { code: loadedLate(plain), map: made.map };
}

/** The names of all that a file exports, once more, for modules that would import it: files of ours are only required. */
const NAMES_FOR_MODULES =
  /^\/\/ Annotate the CommonJS export names .*\n0 && \(module\.exports = \{[\s\w,$]*\}\);\n/m;

/** A second object, with what it has of the first. Whoever asks for a name would go through both each time. */
const EXPORTS_COPIED = 'module.exports = __toCommonJS(stdin_exports);';
const EXPORTS = "module.exports = __defProp(stdin_exports, '__esModule', { value: true });";

/** What Node loads for itself, whatever it runs; late would be no gain. */
const LOADED_ANYWAY = /^(?:node:)?(?:buffer|events|fs|path|process|timers|url|util)$/;

const LOADED_FIRST = /^var (import_\w+) = require\("([^"]+)"\);$/gm;

/** Line for line, so that the source map stays right. */
function loadedLate(code) {
  return code.replace(LOADED_FIRST, (line, name, what) => {
    if (LOADED_ANYWAY.test(what)) return line;
    const used = new Set([...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, one]) => one));
    const getters = [...used].map((one) => `get ${one}() { return ${name}_().${one}; }`);
    // Named for the order in which files would be loaded. No file of ours does anything by being loaded.
    if (getters.length === 0) return `// ${line}`;
    // From then on the name stands for the file itself: what is called a million times is not looked for each time.
    return `var ${name}_ = () => ${name} = require("${what}"), ${name} = { ${getters.join(', ')} };`;
  });
}
