// What is kept of a page from look to look: only what changed is read again, and nothing that changed is missed.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadReader } from '../load.js';

const SITE = /** @type {Site} */ ({
  root: '.log',
  row: '.row',
  skip: '.notice',
  pending: '.sending',
  key: (row) => row.id || null,
  me: '.out',
  them: '.in',
  text: '.words',
});

/** @type {HTMLElement} */
let root;
/** @type {Page} */
let page;
/** @type {MutationObserver} */
let observer;
/** @type {import('vitest').MockInstance<typeof SecondLook.readRow>} */
let reading;

/** @param {string} html */
function open(html) {
  document.body.innerHTML = `<div class="log">${html}</div>`;
  root = /** @type {HTMLElement} */ (document.querySelector('.log'));
  observer = new MutationObserver(() => {});
  observer.observe(root, { childList: true, subtree: true, characterData: true, attributes: true });
  page = new SecondLook.Page(SITE, root);
  page.taken();
  reading.mockClear();
}

/** Looks again. @returns {string[]} the texts of all messages */
function look() {
  page.note(observer.takeRecords());
  page.look();
  return page.messages.map(({ text }) => text);
}

const row = (/** @type {string} */ id, words = id, kind = 'in') =>
  `<p class="row ${kind}" id="${id}"><span class="words">${words}</span></p>`;
const nameless = (/** @type {string} */ words, kind = 'in') => row('', words, kind);
const add = (/** @type {string} */ html, /** @type {InsertPosition} */ where = 'beforeend') =>
  root.insertAdjacentHTML(where, html);
const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (root.querySelector(`#${id}`));
const wordsOf = (/** @type {string} */ id) => /** @type {HTMLElement} */ (at(id).querySelector('.words'));
const news = () => page.news().map(({ text }) => text);
const rowsRead = () => reading.mock.calls.map(([, element]) => element.id);

beforeEach(async () => {
  await loadReader();
  reading = vi.spyOn(SecondLook, 'readRow');
});

describe('what is read at a look', () => {
  it('is nothing where nothing happened', () => {
    open(row('a') + row('b'));
    expect([look(), rowsRead()]).toEqual([['a', 'b'], []]);
  });

  it('is a new row, and no other, of which all are not even listed again', () => {
    open(row('a') + row('b'));
    const listing = vi.spyOn(root, 'querySelectorAll');
    add(row('c'));
    expect([look(), rowsRead()]).toEqual([['a', 'b', 'c'], ['c']]);
    expect(listing).not.toHaveBeenCalled();
  });

  it('is a row in which something changed, and no other', () => {
    open(row('a') + row('b') + row('c'));
    wordsOf('b').textContent = 'edited';
    expect([look(), rowsRead()]).toEqual([['a', 'edited', 'c'], ['b']]);
  });

  it('is a row once, though it came and changed since', () => {
    open(row('a'));
    add(row('b'));
    wordsOf('b').append('!');
    expect([look(), rowsRead()]).toEqual([['a', 'b!'], ['b']]);
  });

  it('is all of them where very many changed while nobody looked', () => {
    const many = Array.from({ length: 250 }, (_, i) => `r${i}`);
    open(many.map((id) => row(id)).join(''));
    for (const id of many.slice(1)) wordsOf(id).append('!');
    expect(look()).toEqual(['r0', ...many.slice(1).map((id) => `${id}!`)]);
    expect(rowsRead().length).toBe(250);
  });
});

describe('nothing is missed', () => {
  it.each(
    /** @type {[string, () => void, string[]][]} */ ([
      ['a row that comes above', () => add(row('x'), 'afterbegin'), ['x', 'a', 'b']],
      ['a row that comes between', () => at('b').insertAdjacentHTML('beforebegin', row('x')), ['a', 'x', 'b']],
      ['rows that come in the wrong order', () => (add(row('y')), at('y').insertAdjacentHTML('beforebegin', row('x'))), ['a', 'b', 'x', 'y']], // prettier-ignore
      ['rows in a group that is filled later', () => (add('<div id="g"></div>'), (at('g').innerHTML = row('x'))), ['a', 'b', 'x']], // prettier-ignore
      ['a row that goes', () => at('a').remove(), ['b']],
      ['a row that goes to the end', () => root.append(at('a')), ['b', 'a']],
      ['a row that is one no longer', () => (at('a').className = 'in'), ['b']],
      ['a row that is one only now', () => (add('<p class="in" id="x"><i class="words">x</i></p>'), (at('x').className = 'row in')), ['a', 'b', 'x']], // prettier-ignore
      ['a row that is a notice from now on', () => at('a').classList.add('notice'), ['b']],
      ['a row that was sent', () => (add(row('x', 'x', 'out sending')), at('x').classList.remove('sending')), ['a', 'b', 'x']], // prettier-ignore
      ['all of them drawn anew', () => (root.innerHTML = row('b') + row('c')), ['b', 'c']],
    ]),
  )('%s', (_what, happen, want) => {
    open(row('a') + row('b'));
    happen();
    expect(look()).toEqual(want);
  });

  it('whatever happens to the rows, they are what a first look would find', () => {
    open('abcdefgh'.split('').map((id) => row(id)).join('')); // prettier-ignore
    const steps = [
      (/** @type {string} */ id) => add(row(id)),
      (/** @type {string} */ id) => add(row(id), 'afterbegin'),
      (/** @type {string} */ id) => root.children[3].insertAdjacentHTML('afterend', row(id)),
      () => root.children[2].remove(),
      () => root.lastElementChild?.remove(),
      () => root.prepend(root.children[4]),
      (/** @type {string} */ id) => (root.children[1].innerHTML = `<span class="words">${id}</span>`),
      () => root.children[5].classList.toggle('sending'),
    ];
    let seed = 7;
    for (let i = 0; i < 100; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      if (root.children.length > 7) steps[(seed >> 8) % steps.length](`n${i}`);
      else add(row(`n${i}`));
      if (seed % 3 === 0) continue; // several may happen between two looks
      look();
      expect(page.messages).toEqual(new SecondLook.Page(SITE, root).messages);
    }
  });
});

describe('the news', () => {
  it('are everything at first, and nothing once they were taken', () => {
    open(row('a') + row('b'));
    expect(news()).toEqual([]);
    page = new SecondLook.Page(SITE, root);
    expect(news()).toEqual(['a', 'b']);
    page.taken();
    expect(news()).toEqual([]);
  });

  it.each(
    /** @type {[string, () => void, string[]][]} */ ([
      ['a new row, with the one before', () => add(row('x')), ['e', 'x']],
      ['an edit, with its neighbours', () => wordsOf('c').append('!'), ['b', 'c!', 'd']],
      ['where a row was, by its neighbours', () => at('c').remove(), ['b', 'd']],
      ['that the first rows went', () => (at('a').remove(), at('b').remove()), ['c']],
      ['a row that cannot be read yet, by its neighbours', () => at('c').classList.add('sending'), ['b', 'd']],
      ['nothing, where a row changed and says the same', () => at('c').setAttribute('aria-label', 'x'), []],
    ]),
  )('are %s', (_what, happen, want) => {
    open('abcde'.split('').map((id) => row(id)).join('')); // prettier-ignore
    happen();
    look();
    expect(news()).toEqual(want);
  });

  it('stay until they are taken', () => {
    open(row('a') + row('b'));
    add(row('c'));
    look();
    add(row('d'));
    look();
    expect(news()).toEqual(['b', 'c', 'd']);
  });

  it('pass over rows that are no messages', () => {
    open(row('a') + row('b', 'b', 'in sending') + row('c', 'c', 'notice'));
    add(row('d'));
    look();
    expect(news()).toEqual(['a', 'd']);
  });
});

describe('rows without an id', () => {
  const keys = () => page.messages.map(({ key }) => key);

  it('keep their keys when an equal one above them is scrolled away, and when it comes back', () => {
    open(nameless('ok') + nameless('then') + nameless('ok'));
    const before = keys();
    root.firstElementChild?.remove();
    look();
    expect(keys()).toEqual(before.slice(1));
    add(nameless('ok'), 'afterbegin');
    look();
    expect(keys()).toEqual(before);
  });

  it('that say the same as one before get the next number', () => {
    open(nameless('ok'));
    add(nameless('ok') + nameless('ok'));
    look();
    expect(new Set(keys()).size).toBe(3);
  });

  it('keep their keys when they learn who wrote them', () => {
    open(nameless('hi', '') + nameless('hi'));
    root.firstElementChild?.classList.add('in');
    look();
    expect(keys().map((key) => key.split('.')[1])).toEqual(['0', '1']);
    expect(page.has(keys()[0])).toBe(true);
  });
});

describe('rows of which nobody knows who wrote them', () => {
  it('are asked about again a few at a time, and all together once one can be told', () => {
    const direction = vi.fn(() => (document.querySelector('#me') ? /** @type {Sender} */ ('them') : 'unknown'));
    open(Array.from({ length: 100 }, (_, i) => row(`r${i}`, 'hi', '')).join(''));
    page = new SecondLook.Page({ ...SITE, direction }, root);
    direction.mockClear();
    page.look();
    expect([direction.mock.calls.length, page.unknown]).toEqual([20, 100]);
    document.body.insertAdjacentHTML('beforeend', '<i id="me"></i>');
    page.look();
    expect([page.unknown, page.messages.length]).toEqual([0, 100]);
  });
});

it('a ledger that is told the news knows the same as one that is told everything', () => {
  open('');
  const [byNews, byAll] = [new SecondLook.Ledger(), new SecondLook.Ledger()];
  const ids = Array.from({ length: 30 }, (_, i) => `k${i}`);
  const show = (/** @type {number} */ from, /** @type {number} */ to, gone = '') =>
    (root.innerHTML = ids.slice(from, to).map((id) => (id === gone ? '' : row(id))).join('')); // prettier-ignore
  const steps = [
    () => show(10, 20),
    () => add(row('k20')),
    () => add(row('k9'), 'afterbegin'),
    () => wordsOf('k12').append('!'),
    () => at('k14').remove(),
    () => show(5, 22, 'k14'),
    () => at('k5').remove(),
    () => add(row('k22', 'mine', 'out sending')),
    () => at('k22').classList.remove('sending'),
    () => show(0, 26, 'k14'),
  ];
  steps.forEach((step, i) => {
    step();
    look();
    for (const now_ms of [i * 10_000, i * 10_000 + 2500]) {
      byNews.update(page.news(), page, now_ms);
      page.taken();
      byAll.update(page.messages, page, now_ms);
    }
    expect([byNews.order, byNews.entries]).toEqual([byAll.order, byAll.entries]);
  });
  expect(byNews.entries.get('k14')?.deleted).toBe(true);
  expect(byNews.entries.get('k5')?.deleted).toBe(false);
});
