// The strings of the interface: all that are used exist, and all that exist are used.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { messages } from './chrome.js';

const ROOT = join(import.meta.dirname, '../../extension');
const SERVER_STATES = [
  'connected',
  'not_running',
  'not_paired',
  'wrong_version',
  'no_permission',
  'loading',
  'weights_missing',
  'weights_damaged',
  'trouble',
];
const PAGE_STATES = ['looking', 'no_chat', 'empty', 'private', 'group', 'many', 'unreadable', 'unknown_sender'];
const OTHERS = ['off', 'cannot', 'reload', 'cannot_judge', 'trusted', 'watching'];
const MADE_UP = [
  ...[...SERVER_STATES, ...PAGE_STATES, ...OTHERS].flatMap((state) => [`${state}_title`, `${state}_fix`]),
  ...['none', 'caution', 'warning', 'danger'].map((level) => `level_${level}`),
  ...['wrong', 'trust', 'snooze', 'untrust'],
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

it('every string says something', () => {
  expect(Object.keys(messages).filter((name) => messages[name].message.trim() === '')).toEqual([]);
});
