// What a page gets is what it needs: at first what finds a chat of the apps that may be there.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sites } from '../../../extension/sites/index.js';
import { PARTS, filesFor } from '../../../extension/background/scripts.js';

const EXTENSION = join(import.meta.dirname, '../../../extension');
const TELEGRAM = 'https://web.telegram.org/*';
const OWN = 'https://chat.example/*';

describe('the files of a page', () => {
  const records = (/** @type {string} */ pattern) => filesFor(pattern).filter((file) => file.startsWith('sites/'));

  it('hold all apps of a known host and no other', () => {
    expect(records(TELEGRAM)).toEqual(['sites/telegram-a.js', 'sites/telegram-k.js']);
  });

  it('hold only itself at the known address of an app that people host themselves too', () => {
    expect(records('https://app.element.io/*')).toEqual(['sites/element.js']);
  });

  it('hold what people host themselves, and last the general one, at any other address', () => {
    const ids = ['converse', 'element', 'mattermost', 'the-lounge', 'generic'];
    expect(records(OWN)).toEqual(ids.map((id) => `sites/${id}.js`));
  });

  it('begin with the namespace and end with what starts', () => {
    const files = filesFor(OWN);
    expect([files[0], files.at(-1)]).toEqual(['content/namespace.js', 'content/main.js']);
  });
});

describe('the size', () => {
  const bytes = (/** @type {string[]} */ files) =>
    files.reduce((sum, file) => sum + statSync(join(EXTENSION, file)).size, 0);
  const patterns = [...new Set(sites.flatMap(({ hosts }) => hosts)), 'chat.example'].map((host) => `https://${host}/*`);

  it.each(patterns)('of what a page gets at first is 30 KB at most: %s', (pattern) => {
    expect(bytes(filesFor(pattern))).toBeLessThanOrEqual(30_000);
  });

  it('of what reads a chat that is open is 25 KB at most', () => {
    expect(bytes(PARTS.reading)).toBeLessThanOrEqual(25_000);
  });
});
