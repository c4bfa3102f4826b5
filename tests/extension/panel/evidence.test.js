// The file for a volunteer: its name and its one line.
import { beforeEach, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

/** @type {typeof import('../../../extension/panel/evidence.js')} */
let evidence;
beforeEach(async () => {
  vi.stubGlobal('chrome', fakeChrome());
  evidence = await import('../../../extension/panel/evidence.js');
});

const NOW = new Date('2026-11-24T12:00:00Z');
it.each([
  ['', 'second-look-2026-11-24.jsonl'],
  ['..', 'second-look-2026-11-24.jsonl'],
  ['Lily.jsonl', 'Lily.jsonl'],
  ['../../etc/passwd', 'etcpasswd.jsonl'],
  ['C:\\x?*"<>|', 'Cx.jsonl'],
  ['محادثة 1', 'محادثة 1.jsonl'],
  ['x'.repeat(300), `${'x'.repeat(80)}.jsonl`],
])('%j makes the file %s', (typed, name) => {
  expect(evidence.fileName(typed, NOW)).toBe(name);
});

it('one chat is one line, whatever is in it, and a time that nobody knows is left out', () => {
  const said = [
    { sender: /** @type {Sender} */ ('them'), text: 'one\ntwo\u2028"three"', sent_at: null },
    { sender: /** @type {Sender} */ ('me'), text: '', sent_at: '2026-03-02T12:00:00.000Z' },
  ];
  const line = evidence.transcript('c', 'whatsapp', said);
  expect(line.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(line).messages).toEqual([{ sender: 'them', text: 'one\ntwo\u2028"three"' }, said[1]]);
});
