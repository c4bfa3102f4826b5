// The strings of the interface: all that are used exist, all that exist are used, and every language has all of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, messages, messagesIn } from './chrome.js';

const ROOT = join(import.meta.dirname, '../../extension');
const SERVER_STATES = [
  'connected',
  'not_running',
  'not_paired',
  'stranger',
  'wrong_version',
  'no_permission',
  'loading',
  'weights_missing',
  'weights_damaged',
  'trouble',
];
const PAGE_STATES = ['looking', 'no_chat', 'empty', 'private', 'group', 'many', 'unreadable', 'unknown_sender'];
const OTHERS = ['off', 'cannot', 'reload', 'refused', 'cannot_judge', 'trusted', 'watching'];
const MADE_UP = [
  ...[...SERVER_STATES, ...PAGE_STATES, ...OTHERS].flatMap((state) => [`${state}_title`, `${state}_fix`]),
  ...['none', 'caution', 'warning', 'danger'].map((level) => `level_${level}`),
  ...['wrong', 'trust', 'snooze', 'untrust'],
  ...['link', 'domain', 'email', 'handle', 'iban', 'phone'].map((kind) => `kind_${kind}`),
];

const sources = readdirSync(ROOT, { recursive: true })
  .map(String)
  .filter((name) => /\.(?:js|html|json)$/.test(name) && !name.startsWith('_locales'))
  .map((name) => readFileSync(join(ROOT, name), 'utf8'));

const used = new Set([
  ...MADE_UP,
  ...sources.flatMap((text) =>
    [...text.matchAll(/(?:\bt\('|getMessage\('|data-t="|__MSG_|<title>)([a-z][a-z0-9_]*?)(?:["'<]|__)/g)].map(
      ([, name]) => name,
    ),
  ),
  ...sources.flatMap((text) =>
    [...text.matchAll(/\bt\([^()]*\? '([a-z_]+)' : '([a-z_]+)'\)/g)].flatMap(([, a, b]) => [a, b]),
  ),
]);

it('every string that is used exists', () => {
  expect([...used].filter((name) => !(name in messages))).toEqual([]);
});

it('every string that exists is used', () => {
  expect(Object.keys(messages).filter((name) => !used.has(name))).toEqual([]);
});

it('there are the languages that were promised', () => {
  expect(languages).toEqual(expect.arrayContaining(['ar', 'de', 'en', 'es', 'pt_BR', 'zh_CN']));
});

const SAME_IN_ALL = ['name', 'heading_and_text', 'language', 'direction'];
const MAX_DESCRIPTION = 132; // the stores take no more
const slots = (/** @type {string} */ text) => (text.match(/\$\d/g) ?? []).sort();

describe.each(languages)('in %s', (lang) => {
  const own = messagesIn(lang);

  it('there is every string that English has, and no other', () => {
    expect(Object.keys(own)).toEqual(Object.keys(messages));
  });

  it('every string says something, with the same values in it', () => {
    expect(Object.keys(own).filter((name) => own[name].message.trim() === '')).toEqual([]);
    const differing = Object.keys(own).filter(
      (name) => `${slots(own[name].message)}` !== `${slots(messages[name].message)}`,
    );
    expect(differing).toEqual([]);
  });

  it('the strings say which language they are in, and how it runs', () => {
    const locale = /** @type {any} */ (new Intl.Locale(lang.replace('_', '-')));
    const { direction } = locale.getTextInfo?.() ?? locale.textInfo; // a function in newer versions of Node
    expect([own.language.message, own.direction.message]).toEqual([lang, direction]);
  });

  it('the stores take the description', () => {
    expect(own.description.message.length).toBeLessThanOrEqual(MAX_DESCRIPTION);
  });

  it('names, addresses and commands stand as they are', () => {
    for (const kept of [
      '127.0.0.1',
      '47615',
      'make run',
      'make train',
      'make test',
      '180',
      'background/server.js',
      'Converse.js',
      'The Lounge',
    ]) {
      const holding = (/** @type {typeof own} */ all) =>
        Object.keys(all).filter((name) => all[name].message.includes(kept));
      expect(holding(own), kept).toEqual(holding(messages));
    }
  });
});

it.each(languages.filter((lang) => lang !== 'en'))('in %s no English is left', (lang) => {
  const own = messagesIn(lang);
  const same = Object.keys(own).filter((name) => own[name].message === messages[name].message);
  expect(same.filter((name) => !SAME_IN_ALL.includes(name))).toEqual([]);
});
