// Nothing is read until an address is switched on, and nothing after it was switched off or its permission taken away.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { filesFor } from '../../../extension/background/scripts.js';
import { fakeChrome } from '../chrome.js';

/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {typeof import('../../../extension/background/sites.js')} */
let sites;
const TELEGRAM = 'https://web.telegram.org/*';
const OWN = 'https://chat.example/*';

beforeEach(async () => {
  chrome = fakeChrome();
  vi.stubGlobal('chrome', chrome);
  sites = await import('../../../extension/background/sites.js');
});

const permit = (/** @type {string} */ pattern) => chrome.kept.permitted.add(pattern);
const registered = () => chrome.kept.scripts.map(({ id }) => id);

describe('the pattern of an address', () => {
  it.each([
    ['https://web.whatsapp.com/send?x=1#y', 'https://web.whatsapp.com/*'],
    ['http://localhost:8123/chat', 'http://localhost/*'],
    ['chrome://extensions', null],
    ['about:blank', null],
    ['not an address', null],
    [undefined, null],
  ])('%j is %j', (address, pattern) => {
    expect(sites.patternOf(address)).toBe(pattern);
  });
});

describe('switching an address on', () => {
  it('reads it from now on, also in pages that are open', async () => {
    permit(OWN);
    chrome.tabs.query.mockResolvedValue([{ id: 3 }, { id: 4, discarded: true }]);
    await sites.switchOn(OWN);
    expect(chrome.kept.scripts).toMatchObject([{ id: OWN, matches: [OWN], persistAcrossSessions: true }]);
    expect(chrome.scripting.executeScript.mock.calls.map(([call]) => call.target)).toEqual([{ tabId: 3 }]);
  });

  it('does nothing without the permission', async () => {
    await sites.switchOn(OWN);
    expect([registered(), chrome.kept.local]).toEqual([[], {}]);
  });

  it('happens once, though the popup and the browser both tell of it', async () => {
    permit(OWN);
    chrome.tabs.query.mockResolvedValue([{ id: 3 }]);
    await Promise.all([sites.switchOn(OWN), sites.granted([OWN])]);
    expect(registered()).toEqual([OWN]);
    expect(chrome.scripting.executeScript).toHaveBeenCalledTimes(1);
  });

  it.each(['http://127.0.0.1/*', '*://*/*', 'https://*/*', 'https://*.example.org/*', '<all_urls>'])(
    'does not follow from the permission %s',
    async (pattern) => {
      permit(pattern);
      await sites.granted([pattern]);
      expect(registered()).toEqual([]);
    },
  );
});

describe('switching an address off', () => {
  beforeEach(async () => {
    permit(OWN);
    await sites.switchOn(OWN);
  });

  it('stops its open pages and gives the permission back', async () => {
    chrome.tabs.query.mockResolvedValue([{ id: 3 }]);
    await sites.switchOff(OWN);
    expect([registered(), chrome.kept.local.origins, chrome.kept.permitted.has(OWN)]).toEqual([[], [], false]);
    expect(chrome.tabs.sendMessage).toHaveBeenCalledWith(3, { kind: 'stop', pattern: OWN });
  });

  it('is what taking its permission away does, though the browser then tells no address of a tab', async () => {
    /** @type {any} */ (chrome.tabs.query).mockImplementation(async (/** @type {any} */ { url }) =>
      url ? [] : [{ id: 3 }],
    );
    await sites.revoked([OWN, 'https://never.example/*']);
    expect(chrome.tabs.sendMessage).toHaveBeenCalledWith(3, { kind: 'stop', pattern: OWN });
    expect([registered(), chrome.kept.local.origins]).toEqual([[], []]);
  });
});

it('what cannot be put into a page is no part of it', async () => {
  chrome.scripting.executeScript.mockResolvedValue(/** @type {any} */ ([{ frameId: 0, error: 'no such file' }]));
  await expect(sites.putIn(7, 'reading')).rejects.toThrow();
});

it('teaching a page puts in what it needs, into that page only, and begins', async () => {
  await sites.teach(7);
  const [[{ target, files }]] = chrome.scripting.executeScript.mock.calls;
  expect([target, files.at(-2)]).toEqual([{ tabId: 7 }, 'content/teacher.js']);
  expect(files.filter((/** @type {string} */ file) => filesFor(OWN).includes(file))).toEqual([]);
  expect(chrome.tabs.sendMessage).toHaveBeenCalledWith(7, { kind: 'teach' });
});

it('after an update only what is on and permitted is registered, with the files of this version', async () => {
  await chrome.storage.local.set({ origins: [OWN, TELEGRAM] });
  permit(OWN);
  chrome.kept.scripts.push({ id: OWN, js: ['old.js'] }, { id: TELEGRAM, js: ['old.js'] });
  await sites.restore();
  expect(chrome.kept.scripts.map(({ id, js }) => [id, js[0]])).toEqual([[OWN, 'content/namespace.js']]);
});

it('the list names every known host once, with its apps, and every other address that is on', async () => {
  for (const pattern of [TELEGRAM, OWN]) permit(pattern);
  await sites.switchOn(TELEGRAM);
  await sites.switchOn(OWN);
  const list = await sites.list();
  expect(list.find(({ pattern }) => pattern === TELEGRAM)).toEqual({
    pattern: TELEGRAM,
    names: ['Telegram Web (A)', 'Telegram Web (K)'],
    on: true,
  });
  expect(list.find(({ pattern }) => pattern === 'https://tinder.com/*')?.on).toBe(false);
  expect(list.at(-1)).toEqual({ pattern: OWN, names: [], on: true });
});
