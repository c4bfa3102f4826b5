// The privacy page keeps its word: what it says of the code is so.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { messages } from '../chrome.js';

const ROOT = join(import.meta.dirname, '../../..');
const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), 'utf8');
const page = read('extension/privacy/privacy.html');
const manifest = JSON.parse(read('extension/manifest.json'));

/** @param {string} key  what the page says there */
function said(key) {
  expect(page).toContain(`data-t="${key}"`);
  return messages[key].message;
}

it.each(/** @type {string[]} */ (manifest.permissions))('it says what “%s” is for', (permission) => {
  expect(said(`permission_${permission.toLowerCase()}`)).toBeTruthy();
});

it('it names the one address that is always allowed, and the addresses that are asked for', () => {
  expect(manifest.host_permissions).toEqual(['http://127.0.0.1/*']);
  expect(said('permission_loopback')).toContain('127.0.0.1');
  expect(said('permission_sites')).toContain('switch on');
});

it('it says what Firefox will say', () => {
  const { required } = manifest.browser_specific_settings.gecko.data_collection_permissions;
  expect(required).toEqual(['personalCommunications']);
  expect(said('permission_firefox')).toContain('personal communications');
});

it('one file alone talks to anybody, and to 127.0.0.1 only', () => {
  const talks = /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|WebTransport|sendBeacon)\s*\(/;
  const files = readdirSync(join(ROOT, 'extension'), { recursive: true }).map(String);
  const talking = files.filter((name) => name.endsWith('.js') && talks.test(read(`extension/${name}`)));
  expect(talking).toEqual(['background/server.js']);
  expect(said('privacy_check_4')).toContain(talking[0]);
  expect(read(`extension/${talking[0]}`).match(/\bfetch\(`[^$]*/g)).toEqual(['fetch(`http://127.0.0.1:']);
  expect(manifest.content_security_policy.extension_pages).toContain('connect-src http://127.0.0.1:*;');
});

it('a chat is deleted after as many days as it says', () => {
  expect(said('privacy_kept_4')).toContain(
    `${read('extension_backend/rows.py').match(/^KEEP_DAYS = (\d+)$/m)?.[1]} days`,
  );
});

it.each(['popup/popup', 'options/options'])('%s leads there', (name) => {
  expect(read(`extension/${name}.html`)).toMatch(/<a href="..\/privacy\/privacy.html"[^>]* data-t="privacy_link">/);
});
