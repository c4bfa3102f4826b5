// Every site: its record reads its fixture page, and all that must name it does.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expected, fixture, loadReader } from './load.js';
import { ids, index, manifest, onDisk } from './sites_in_step.mjs';

const SITES = ids.map((id) => ({ id }));

/** @param {string} id */
async function read(id) {
  const { sites, Page, rootsOf, siteFor } = await loadReader();
  const want = expected(id);
  const [url, doc] = [new URL(want.url), fixture(id)];
  const site = /** @type {Site} */ (sites.find((record) => record.id === id));
  const [root] = rootsOf(site, doc);
  return { want, url, doc, site, root, siteFor, page: new Page(site, root) };
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
    const [root] = SecondLook.rootsOf(site, fixture(id));
    const again = new SecondLook.Page(site, root);
    expect(again.messages.map(({ key }) => key)).toEqual(keys);
  });

  it('names the chat, and is the record that this page is read by', async () => {
    const { want, url, doc, site, root, siteFor } = await read(id);
    expect(SecondLook.rootsOf(site, doc)).toEqual([root]);
    expect(site.conversation(url, doc, root)).toBe(want.conversation);
    expect(!!site.group?.(url, doc, root)).toBe(false);
    expect(siteFor(url, doc)?.id).toBe(id);
  });

  it('finds no chat on an empty page', async () => {
    const { site } = await read(id);
    const home = new URL(
      site.hosts.length > 0 ? `https://${site.hosts[0]}${site.path ?? '/'}` : 'https://chat.example/',
    );
    const empty = document.implementation.createHTMLDocument();
    if (id !== 'generic') expect(site.conversation(home, empty, null)).toBeNull();
    expect(SecondLook.rootsOf(site, empty)).toEqual([]);
  });

  it('names its box and its button, if it does, in selectors that a browser reads', async () => {
    const { site, doc } = await read(id);
    for (const selector of [site.compose, site.send]) if (selector) doc.querySelector(selector);
    expect(!site.send || !!site.compose).toBe(true);
  });

  it('says where it was last verified, and its file has its name', async () => {
    const { site } = await read(id);
    expect(site.verified).toMatch(/^20\d\d-[01]\d$/);
    expect(site.id).toBe(id);
  });
});

describe('which address is which chat', () => {
  it.each([
    ['bumble', 'https://bumble.com/app/connections', null, false],
    ['bumble', 'https://bumble.com/app', null, false],
    ['badoo', 'https://badoo.com/encounters', null, false],
    ['messenger', 'https://www.facebook.com/messages/t/100', '100', false],
    ['messenger', 'https://www.facebook.com/lily', null, false],
    ['instagram', 'https://www.instagram.com/direct/inbox/', null, false],
    ['x', 'https://x.com/messages/1001-2002', '1001-2002', false],
    ['x', 'https://x.com/messages/3003', '3003', true],
    ['x', 'https://x.com/i/chat/g3003', 'g3003', true],
    ['x', 'https://x.com/i/chat/pin/recovery', null, true],
    ['linkedin', 'https://www.linkedin.com/messaging/thread/new/', null, false],
    ['linkedin', 'https://www.linkedin.com/feed/', null, false],
    ['discord', 'https://discord.com/channels/77/9001', '9001', true],
    ['discord', 'https://discord.com/channels/@me', null, true],
    ['google-messages', 'https://messages.google.com/web/conversations/new', null, false],
    ['element', 'https://app.element.io/#/room/#birds:matrix.example', '#birds:matrix.example', false],
    ['element', 'https://app.element.io/#/home', null, false],
    ['mattermost', 'https://team.example/friends/channels/a1__b2', 'a1__b2', false],
    ['mattermost', 'https://team.example/friends/channels/off-topic', 'off-topic', true],
    ['mattermost', 'https://team.example/friends/messages/0f3c', '0f3c', true],
    ['mattermost', 'https://team.example/friends/threads', null, true],
  ])('%s: %s', async (id, address, conversation, isGroup) => {
    const { sites } = await loadReader();
    const site = /** @type {Site} */ (sites.find((record) => record.id === id));
    const [url, empty] = [new URL(address), document.implementation.createHTMLDocument()];
    expect(site.conversation(url, empty, null)).toBe(conversation);
    expect(!!site.group?.(url, empty, null)).toBe(isGroup);
  });

  it.each([
    ['discord', '<a href="/channels/@me/9001"><img src="https://cdn.discordapp.com/channel-icons/9001/a.webp"></a>'],
    ['element', '<header class="mx_RoomHeader"><div class="mx_FacePile"></div></header>'],
  ])('%s: a page that shows several others is a group', async (id, html) => {
    const { url, doc, site, root } = await read(id);
    doc.body.insertAdjacentHTML('beforeend', html);
    expect(site.group?.(url, doc, root)).toBe(true);
  });

  it('Bumble: the name in the header, where the address has none', async () => {
    const { doc, site } = await read('bumble');
    expect(site.conversation(new URL('https://bumble.com/app/connections'), doc, null)).toBe('Lily');
  });
});

describe('who wrote a row', () => {
  /** @param {string} id  @param {(doc: Document) => void} change  @returns {Promise<Sender[]>} */
  async function senders(id, change) {
    const { doc, site, root } = await read(id);
    change(doc);
    return new SecondLook.Page(site, root).messages.map(({ sender }) => sender);
  }
  const all = (/** @type {Document} */ doc, /** @type {string} */ selector) => [...doc.querySelectorAll(selector)];

  it('Discord: nobody knows while the own corner is not there, shows a picture that many have, or others too', async () => {
    expect(await senders('discord', (doc) => doc.querySelector('section')?.remove())).toEqual([]);
    const common = (/** @type {Document} */ doc) =>
      all(doc, 'img[src*="/avatars/"]').forEach((image) =>
        image.setAttribute('src', 'https://cdn.discordapp.com/embed/avatars/3.png'),
      );
    expect(await senders('discord', common)).toEqual([]);
    const call = '<div class="avatarWrapper_b2ca13"><img src="https://cdn.discordapp.com/avatars/22/bb.webp"></div>';
    const inCall = (/** @type {Document} */ doc) =>
      doc.querySelector('section')?.insertAdjacentHTML('afterbegin', call);
    expect(await senders('discord', inCall)).toEqual([]);
  });

  it('LinkedIn: nobody knows where the page marks no row at all', async () => {
    const unmark = (/** @type {Document} */ doc) => {
      all(doc, '.msg-s-event-listitem--other').forEach((row) => row.classList.remove('msg-s-event-listitem--other'));
      all(doc, '[class*="indicator"]').forEach((sign) => sign.remove());
    };
    expect(await senders('linkedin', unmark)).toEqual([]);
  });

  it('Messenger: somebody who is called "You" is not the person', async () => {
    const rename = (/** @type {Document} */ doc) => {
      doc.querySelector('[role="log"]')?.setAttribute('aria-label', 'Messages in conversation with You');
      all(doc, '.line').forEach((line) => line.removeAttribute('style'));
    };
    expect(await senders('messenger', rename)).toEqual([]);
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
