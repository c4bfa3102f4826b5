// A text by itself in the side panel: selected on a page or pasted.
import { describe, expect, it } from 'vitest';
import { SEEN, WORDING, later, openPanel, press, text, verdict } from './open.js';

const TEXT = 'Dear, send it to T1 today.';
const judged = (more = {}) => ({
  ok: true,
  wording: WORDING,
  verdict: verdict({ n_messages: 1, messages: [{ index: 0, sender: 'them', text: TEXT, sent_at: null }], ...more }),
});
const shownLive = () => !(/** @type {HTMLElement} */ (document.querySelector('#live')).hidden);
const paste = async (/** @type {string} */ words) => {
  /** @type {HTMLTextAreaElement} */ (document.querySelector('.check textarea')).value = words;
  await press('Check');
};

it('what waits for this window is shown at once, in the place of the chat', async () => {
  const { asked } = await openPanel({ take: TEXT, assess: judged({ level: 'danger' }) }, { look: SEEN });
  expect(asked).toContainEqual({ kind: 'take', windowId: 3 });
  expect(asked).toContainEqual({ kind: 'assess', text: TEXT, me: null });
  for (const words of [TEXT, 'Looks suspicious', 'One side only.', 'Do this.'])
    expect(text('checked')).toContain(words);
  expect(shownLive()).toBe(false);
  await press('Close');
  expect(shownLive()).toBe(true);
});

it('what comes while the panel is open is shown too, if it is for this window', async () => {
  const { chrome, answers, asked } = await openPanel({ assess: judged() }, { look: SEEN });
  answers.take = TEXT;
  chrome.runtime.onMessage.fire({ kind: 'waiting', windowId: 4 });
  await later();
  expect(asked.map(({ kind }) => kind)).not.toContain('assess');
  chrome.runtime.onMessage.fire({ kind: 'waiting', windowId: 3 });
  await later();
  expect(text('checked')).toContain('Nothing so far');
});

it('can be pasted, and shows what can be looked up in it', async () => {
  const spans = [[17, 19]];
  const timeline = [{ key: '0', sent_at: null, sender: 'them', risk: 1, level: 'danger', stage: null, spans }];
  const indicators = { ok: true, indicators: [{ kind: 'tron', value: 'T1', valid: true }] };
  const { asked } = await openPanel({ assess: judged({ level: 'danger', timeline }), indicators }, { look: SEEN });
  await paste(TEXT);
  expect(asked).toContainEqual({ kind: 'indicators', texts: ['T1'] });
  expect(text('checked')).toContain('T1Tron wallet');
});

describe('what cannot be judged', () => {
  it('asks who is who, and takes none of them for an answer', async () => {
    const names = ['Ann', 'Bob'];
    const assess = (/** @type {any} */ { me }) =>
      me === null ? { ok: false, state: 'refused', code: 'who_is_me', names } : judged();
    const { asked } = await openPanel({ assess }, { look: SEEN });
    await paste('Ann: hi\nBob: hi');
    expect(text('checked')).toContain('Which of these is you?');
    await press('Bob');
    expect(asked).toContainEqual({ kind: 'assess', text: 'Ann: hi\nBob: hi', me: 'Bob' });
    await paste('Ann: hi\nBob: hi');
    await press('None of them');
    expect(asked.at(-1)).toEqual({ kind: 'assess', text: 'Ann: hi\nBob: hi', me: '' });
  });

  it.each([
    ['in another language', judged({ assessable: false, why_not: 'Not English.' }), 'Cannot judgeNot English.'],
    ['too long', { ok: false, state: 'refused', code: 'too_large' }, 'Try a part of it'],
    ['while the server is away', { ok: false, state: 'not_running' }, 'Try again'],
  ])('%s is said to be so', async (_what, assess, words) => {
    await openPanel({ assess }, { look: SEEN });
    await paste(TEXT);
    expect(text('checked')).toContain(words);
  });

  it('nothing is asked of an empty box', async () => {
    const { asked } = await openPanel({}, { look: SEEN });
    await paste('  \n');
    expect(asked.map(({ kind }) => kind)).not.toContain('assess');
  });
});
