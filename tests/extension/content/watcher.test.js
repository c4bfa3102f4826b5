// The traps of real pages: rows before their words, chats that change under one's feet, pages that must not be read.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expected, loadContent, show } from '../load.js';

/** @type {Watcher} */
let watcher;
/** @type {Seen[]} */
let seen;
/** @type {{ chat: string | undefined, texts: string[] }[]} what was read, look by look */
let reads;
/** @type {Where | null} */
let chat;
/** @type {(messages: Message[]) => number | null} */
let answer;

const RECORD = /** @type {Site} */ ({
  id: 'test',
  name: 'Test',
  hosts: ['chat.example'],
  verified: '2026-11',
  conversation: (url) => url.hash.slice(1) || null,
  root: '.log',
  row: '.row',
  skip: '.notice',
  pending: '.sending',
  key: (row) => row.id || null,
  me: '.out',
  them: '.in',
  text: '.words',
  exclude: '.quote',
  author: (row) => row.getAttribute('data-author'),
});

const row = (/** @type {string} */ id, words = `words of ${id}`, kind = 'in', more = '') =>
  `<div class="row ${kind}" id="${id}" ${more}><span class="words">${words}</span></div>`;
const log = (/** @type {string[]} */ ...rows) => (document.body.innerHTML = `<div class="log">${rows.join('')}</div>`);
const root = () => /** @type {HTMLElement} */ (document.querySelector('.log'));
const wait = (/** @type {number} */ ms) => vi.advanceTimersByTimeAsync(ms);
const texts = () => reads.at(-1)?.texts;
const state = () => seen.at(-1)?.state;
const go = (/** @type {string} */ hash) => {
  history.replaceState(null, '', hash);
  dispatchEvent(new Event('popstate'));
};

/** @param {Site} [record] */
function start(record = RECORD) {
  SecondLook.sites.length = 0;
  SecondLook.site(record);
  watcher.start();
}

beforeEach(async () => {
  vi.useFakeTimers();
  history.replaceState(null, '', '/#anna');
  await loadContent();
  [seen, reads, chat] = [[], [], null];
  answer = () => null;
  watcher = new SecondLook.Watcher({
    onFound: () => {},
    onChat: (which) => (chat = which),
    onMessages: ({ messages }) => {
      reads.push({ chat: chat?.conversation, texts: messages.map(({ text }) => text) });
      return answer(messages);
    },
    onSeen: (now) => seen.push(now),
  });
});

afterEach(() => {
  watcher.stop();
  vi.useRealTimers();
});

describe('rows that are not done yet', () => {
  it('a row before its words is read once they are there', async () => {
    log(row('a'), row('b', ''));
    start();
    expect(texts()).toEqual(['words of a']);
    /** @type {HTMLElement} */ (document.querySelector('#b .words')).textContent = 'late';
    await wait(200);
    expect(texts()).toEqual(['words of a', 'late']);
  });

  it('a row before its direction is read once that is there, and counted as unknown until then', async () => {
    log(row('a'), row('b', 'hi', ''));
    start();
    expect([texts(), seen.at(-1)?.unknown]).toEqual([['words of a'], 1]);
    document.querySelector('#b')?.classList.add('out');
    await wait(200);
    expect([texts(), seen.at(-1)?.unknown]).toEqual([['words of a', 'hi'], 0]);
  });

  it('a row that is being sent is read once it was', async () => {
    log(row('a'), row('b', 'hi', 'out sending'));
    start();
    expect(texts()).toEqual(['words of a']);
    document.querySelector('#b')?.classList.remove('sending');
    await wait(200);
    expect(texts()).toEqual(['words of a', 'hi']);
  });

  it('words that change in place are read anew', async () => {
    log(row('a', 'before'));
    start();
    const words = /** @type {Element} */ (document.querySelector('#a .words'));
    /** @type {Text} */ (words.firstChild).data = 'after';
    await wait(200);
    expect(texts()).toEqual(['after']);
  });
});

describe('how often it looks', () => {
  it('within a sixtieth of a second after a change, then no more than ten times a second', async () => {
    log(row('a'));
    start();
    await wait(1000);
    const before = reads.length;
    root().insertAdjacentHTML('beforeend', row('b'));
    await wait(17);
    expect(reads.length).toBe(before + 1);
    for (let i = 0; i < 50; i++) {
      root().insertAdjacentHTML('beforeend', row(`n${i}`));
      await wait(10);
    }
    expect(reads.length).toBeLessThanOrEqual(before + 8);
    await wait(200);
    expect(texts()?.length).toBe(52);
  });

  it('not at all while the page is hidden, and at once when it is shown', async () => {
    log(row('a'));
    start();
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    root().insertAdjacentHTML('beforeend', row('b'));
    await wait(5000);
    expect(texts()).toEqual(['words of a']);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(texts()).toEqual(['words of a', 'words of b']);
  });

  it('again when it was told to, for rows that may have been deleted', async () => {
    log(row('a'));
    let looks = 0;
    answer = () => (looks++ === 0 ? 2000 : null);
    start();
    await wait(1999);
    expect(looks).toBe(1);
    await wait(1);
    expect(looks).toBe(2);
  });

  it('at a list that the page puts in anew', async () => {
    log(row('a'));
    start();
    log(row('b'));
    await wait(1100);
    root().insertAdjacentHTML('beforeend', row('c'));
    await wait(200);
    expect(texts()).toEqual(['words of b', 'words of c']);
  });

  it('no more, once stopped', async () => {
    log(row('a'));
    start();
    watcher.stop();
    root().insertAdjacentHTML('beforeend', row('b'));
    await wait(5000);
    expect(reads.length).toBe(1);
  });
});

describe('another chat in the same page', () => {
  it('is another chat, though the address came first and the rows later', async () => {
    log(row('a'), row('b'));
    start();
    go('#bob');
    await wait(200);
    expect(reads.filter((read) => read.chat === 'bob')).toEqual([]);
    root().innerHTML = row('x') + row('y');
    await wait(200);
    expect(reads.at(-1)).toEqual({ chat: 'bob', texts: ['words of x', 'words of y'] });
  });

  it('of which the page uses the same nodes again, is read from them once they changed', async () => {
    log(row('', 'from anna'));
    start();
    go('#bob');
    await wait(50);
    /** @type {HTMLElement} */ (document.querySelector('.words')).textContent = 'from bob';
    await wait(200);
    expect(reads.at(-1)).toEqual({ chat: 'bob', texts: ['from bob'] });
  });

  it('is noticed without any event of the address', async () => {
    log(row('a'));
    start();
    history.replaceState(null, '', '#bob');
    await wait(1100);
    expect(chat).toEqual({ site: 'test', conversation: 'bob' });
  });

  it('whose rows came before its address is given a moment to name itself', async () => {
    log(row('a'));
    start();
    expect(watcher.waitFor(true)).toBe(300);
    await wait(299);
    expect(watcher.waitFor(true)).toBe(1);
    await wait(1);
    expect(watcher.waitFor(true)).toBe(0);
    expect(watcher.waitFor(false)).toBe(0);
  });
});

describe('what it says of a page', () => {
  it.each([
    ['no chat is open', () => go('/#'), 'no_chat'],
    ['the chat has no messages', () => log(), 'empty'],
    ['nobody can tell who wrote what', () => log(row('a', 'hi', ''), row('b', 'ho', '')), 'unknown_sender'],
    ['it says both of one row', () => log(row('a', 'hi', 'in out')), 'unknown_sender'],
    ['two chats stand side by side', () => (log(row('a')), document.body.append(root().cloneNode(true))), 'many'],
    [
      'there are two others',
      () => log(row('a', 'x', 'in', 'data-author="1"'), row('b', 'y', 'in', 'data-author="2"')),
      'group',
    ],
    [
      'a password is asked for',
      () => (log(row('a')), document.body.insertAdjacentHTML('beforeend', '<input type="password">')),
      'private',
    ],
    ['it is the page of settings', () => (log(row('a')), go('/settings/#anna')), 'private'],
    ['it is the page to pay', () => (log(row('a')), go('/shop/checkout#anna')), 'private'],
  ])('where %s', async (_what, prepare, word) => {
    prepare();
    start();
    await wait(200);
    expect([state(), reads]).toEqual([word, []]);
  });

  it.each([['/chat/payton#anna'], ['/messages/accounting-team#anna']])('%s is no page to pay or log in', (path) => {
    go(path);
    log(row('a'));
    start();
    expect(state()).toBe('reading');
  });

  it('it reads the chat that the person is in, of two that stand side by side', () => {
    log(row('a'));
    document.body.insertAdjacentHTML('beforeend', `<div class="log">${row('b')}<input></div>`);
    document.querySelector('input')?.focus();
    start();
    expect(texts()).toEqual(['words of b']);
  });

  it.each([
    ['the root is gone', () => (document.body.innerHTML = '<main>changed</main>')],
    [
      'the rows are others',
      () => (document.body.innerHTML = `<div class="log">${'<p>a message of old friends</p>'.repeat(9)}</div>`),
    ],
    [
      'the words are elsewhere',
      () => log(...['a', 'b', 'c'].map((id) => `<div class="row in" id="${id}"><p>${'words '.repeat(9)}</p></div>`)),
    ],
  ])('after a while it cannot be read, where %s', async (_what, prepare) => {
    prepare();
    start();
    expect(state()).toBe('looking');
    await wait(9000);
    expect(state()).toBe('unreadable');
    log(row('a'));
    await wait(1100);
    expect(state()).toBe('reading');
  });

  it('it reads a chat that is drawn into an open shadow root, and what comes there', async () => {
    document.body.innerHTML = '<div id="host"></div>';
    const shadow = /** @type {Element} */ (document.querySelector('#host')).attachShadow({ mode: 'open' });
    shadow.innerHTML = `<div class="log">${row('a')}</div>`;
    start({ ...RECORD, shadow: '#host' });
    expect([state(), texts()]).toEqual(['reading', ['words of a']]);
    shadow.querySelector('.log')?.insertAdjacentHTML('beforeend', row('b'));
    await wait(200);
    expect(texts()).toEqual(['words of a', 'words of b']);
  });

  it('it says so once, not at every look', async () => {
    log(row('a'));
    start();
    root().insertAdjacentHTML('beforeend', row('b'));
    await wait(200);
    expect(seen).toEqual([{ site: 'test', conversation: 'anna', state: 'reading', unknown: 0 }]);
  });
});

describe('which record a self-hosted page is read by', () => {
  it.each(['converse', 'the-lounge', 'element', 'mattermost'])('%s, by what it is built of', async (id) => {
    const { pathname, hash } = new URL(expected(id).url);
    go(pathname + hash);
    show(id);
    watcher.start();
    expect([watcher.site?.id, state()]).toEqual([id, 'reading']);
  });

  it('the general one, where no other fits', () => {
    show('generic');
    watcher.start();
    expect(watcher.site?.id).toBe('generic');
  });

  it('never a self-hosted one on a known host', () => {
    show('converse');
    const url = new URL('https://web.whatsapp.com/');
    expect(SecondLook.siteFor(url, document)?.id).toBe('whatsapp');
  });

  it('a self-hosted one also at the address that it is known at', () => {
    expect(SecondLook.siteFor(new URL('https://app.element.io/'), document)?.id).toBe('element');
  });
});
