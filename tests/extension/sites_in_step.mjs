// Keeps what must name every site in step with the folder extension/sites/: `npm run sites` after adding or removing a
// file there. It stands with the tests since the extension itself has no build step, and a test holds the result.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const at = (/** @type {string} */ path) => join(import.meta.dirname, '../../extension', path);
const INDEX = at('sites/index.js');
const MANIFEST = at('manifest.json');
const LAST = 'generic'; // tried only where no other record fits

/** Ids of all sites, in the order in which they are tried. */
export const ids = readdirSync(at('sites/'))
  .filter((name) => name.endsWith('.js') && name !== 'index.js')
  .map((name) => name.replace(/\.js$/, ''))
  .sort((a, b) => Number(a === LAST) - Number(b === LAST) || a.localeCompare(b, 'en'));

/** What sites/index.js must hold. */
export const index = `// Written by \`npm run sites\` from the files in this folder. The records register themselves, in pages and here.
import '../content/namespace.js';
${ids.map((id) => `import './${id}.js';`).join('\n')}

/** @type {Site[]} */
export const sites = globalThis.SecondLook.sites;
`;

/** What manifest.json must hold: the addresses that may be asked for, each by itself, then any other one. */
export async function manifest() {
  const parsed = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  await import(pathToFileURL(at('content/namespace.js')).href);
  for (const id of ids) await import(pathToFileURL(at(`sites/${id}.js`)).href);
  const hosts = globalThis.SecondLook.sites.flatMap((site) => site.hosts);
  parsed.optional_host_permissions = [...new Set(hosts.map((host) => `https://${host}/*`)), '*://*/*'];
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

/** What is on disk now. */
export const onDisk = () => ({ index: readFileSync(INDEX, 'utf8'), manifest: readFileSync(MANIFEST, 'utf8') });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(INDEX, index);
  writeFileSync(MANIFEST, await manifest());
}
