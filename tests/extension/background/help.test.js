// Which country the help lines are asked for: the chosen one, else the one that the languages speak of.
import { beforeEach, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {typeof import('../../../extension/background/help.js')} */
let module;

beforeEach(async () => {
  chrome = fakeChrome();
  vi.stubGlobal('chrome', chrome);
  vi.stubGlobal('navigator', { languages: ['en-GB', 'en'] });
  module = await import('../../../extension/background/help.js');
});

it.each([
  [['en-GB', 'en'], 'GB'],
  [['en', 'en-NZ', 'de-DE'], 'NZ'],
  [['de', 'en-US', 'en'], 'DE'],
  [['ar', 'en-US', 'en'], 'EG'],
  [['zh-Hant-TW'], 'TW'],
  [['de'], 'DE'],
  [['pt'], 'BR'],
  [['en'], 'US'],
  [['es-419'], ''],
  [['eo'], ''],
  [[], ''],
])('from %j it guesses %j', (languages, country) => {
  expect(module.countryOf(languages)).toBe(country);
});

it('a guess is asked for and not remembered', async () => {
  expect(await module.helpPath()).toBe('/v1/help?country=GB');
  expect(chrome.kept.local).toEqual({});
});

it.each([
  ['US', '/v1/help?country=US'],
  ['', '/v1/help'],
])('a choice of %j is asked for, then and later', async (chosen, path) => {
  expect(await module.helpPath(chosen)).toBe(path);
  expect(await module.helpPath()).toBe(path);
});
