// Loads the classic scripts of the extension into a test, in the order of a real page, and pages to run them on.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PARTS } from '../../extension/background/scripts.js';
import { ids } from './sites_in_step.mjs';

const at = (/** @type {string} */ name) => join(import.meta.dirname, 'fixtures', name);
/** The reading half: records and what applies them. */
export async function loadReader() {
  await loadFinder();
  return loadPart('reading');
}

/** What every page has, but for what asks the background. */
async function loadFinder() {
  for (const name of ['namespace', 'find']) await load(name);
  for (const id of ids) await import(`../../extension/sites/${id}.js`);
}

/** What a page has that is read, but for main.js, which starts at once. */
export async function loadContent() {
  await loadReader();
  for (const name of ['link', 'courier', 'watcher']) await load(name);
  return globalThis.SecondLook;
}

/** What is put into a page beside that once it has need of it.
 * @param {Part} part */
export async function loadPart(part) {
  for (const file of PARTS[part]) await load(basename(file, '.js'));
  return globalThis.SecondLook;
}

/** What every page has, running on the test's own page. */
export async function startContent() {
  await loadFinder();
  for (const name of ['link', 'courier', 'watcher', 'main']) await load(name);
}

/** Imports a content script. @param {string} name */
export const load = (name) => import(`../../extension/content/${name}.js`);

/** Shadow roots that a page declares. A browser makes them by itself.
 * @param {ParentNode} page */
function makeShadows(page) {
  for (const template of page.querySelectorAll('template[shadowrootmode]')) {
    const shadow = /** @type {Element} */ (template.parentElement).attachShadow({ mode: 'open' });
    shadow.append(/** @type {HTMLTemplateElement} */ (template).content);
    template.remove();
  }
}

/** @param {string} id */
const parsed = (id) => new DOMParser().parseFromString(readFileSync(at(`${id}.html`), 'utf8'), 'text/html');

/** @param {string} id  @returns {Document} the fixture page of a site */
export function fixture(id) {
  const page = parsed(id);
  makeShadows(page);
  return page;
}

/** Puts the body of a fixture page into the test's own document.
 * @param {string} id */
export function show(id) {
  document.body.replaceChildren(...document.importNode(parsed(id).body, true).childNodes);
  makeShadows(document);
}

/** @param {string} id  @returns {{ url: string, conversation: string, unknown: number, messages: Partial<Message>[] }} */
export const expected = (id) => JSON.parse(readFileSync(at(`${id}.json`), 'utf8'));
