// Every site: its record reads its fixture page, and all that must name it does.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expected, fixture, loadReader } from './load.js';
import { ids, index, manifest, onDisk } from './sites_in_step.mjs';

const SITES = ids.map((id) => ({ id }));

/** @param {string} id */
async function read(id) {
  const { sites, readPage, siteFor } = await loadReader();
  const want = expected(id);
  const [url, doc] = [new URL(want.url), fixture(id)];
  const site = /** @type {Site} */ (sites.find((record) => record.id === id));
  const root = doc.querySelector(site.root);
  return { want, url, doc, site, root, siteFor, page: readPage(site, /** @type {Element} */ (root), new WeakMap()) };
}

describe.each(SITES)('$id', ({ id }) => {
  it('reads exactly the messages of its page, and says how many it left out', async () => {
    const { want, page } = await read(id);
    const messages = page.messages.map((message, i) => ({ ...message, key: want.messages[i]?.key ?? 'made up' }));
    const made = want.messages.map((message) => ({ deleted: false, key: 'made up', ...message }));
    expect(messages).toEqual(made);
    page.messages.forEach(({ key }, i) => want.messages[i].key && expect(key).toBe(want.messages[i].key));
    expect(page.unknown).toBe(want.unknown);
  });

  it('has a key of its own for every message, the same when the page is drawn anew', async () => {
    const { site, page } = await read(id);
    const keys = page.messages.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const again = SecondLook.readPage(
      site,
      /** @type {Element} */ (fixture(id).querySelector(site.root)),
      new WeakMap(),
    );
    expect(again.messages.map(({ key }) => key)).toEqual(keys);
  });

  it('names the chat, and is the record that this page is read by', async () => {
    const { want, url, doc, site, root, siteFor } = await read(id);
    expect(site.conversation(url, doc, root)).toBe(want.conversation);
    expect(siteFor(url, doc)?.id).toBe(id);
  });

  it('finds no chat on an empty page', async () => {
    const { site } = await read(id);
    const home = new URL(
      site.hosts.length > 0 ? `https://${site.hosts[0]}${site.path ?? '/'}` : 'https://chat.example/',
    );
    const empty = document.implementation.createHTMLDocument();
    if (id !== 'generic') expect(site.conversation(home, empty, null)).toBeNull();
    expect(empty.querySelector(site.root)).toBeNull();
  });

  it('says where it was last verified, and its file has its name', async () => {
    const { site } = await read(id);
    expect(site.verified).toMatch(/^20\d\d-[01]\d$/);
    expect(site.id).toBe(id);
  });
});

describe('the list of sites', () => {
  it('is the folder, in the index and in the manifest', async () => {
    expect(onDisk().index).toBe(index);
    expect(JSON.parse(onDisk().manifest)).toEqual(JSON.parse(await manifest()));
  });

  it('has a fixture page with its expected messages for every site, and none besides', () => {
    const files = readdirSync(join(import.meta.dirname, 'fixtures')).sort();
    expect(files).toEqual(ids.flatMap((id) => [`${id}.html`, `${id}.json`]).sort());
  });
});
