// A record applied to a page: where its rows are, who wrote them, and by what name each is known.
import { beforeEach, describe, expect, it } from 'vitest';
import { loadReader } from '../load.js';

beforeEach(loadReader);

const RECORD = /** @type {Site} */ ({ root: '.log', row: '.row', me: '.out', them: '.in', text: '.words' });

/** @param {string} html  @returns {Element} */
function log(html) {
  document.body.innerHTML = `<div class="log">${html}</div>`;
  return /** @type {Element} */ (document.querySelector('.log'));
}
const row = (/** @type {string} */ words, kind = 'in') =>
  `<div class="row ${kind}"><span class="words">${words}</span></div>`;

const told = (/** @type {Page} */ { messages, unknown }) => [messages.map(({ sender }) => sender), unknown];
const senders = (/** @type {Site} */ site, /** @type {Element} */ root) => told(new SecondLook.Page(site, root));

describe('where the rows are', () => {
  it('is the outermost of what may be meant', () => {
    log('<div class="list"></div>');
    const site = { ...RECORD, root: '.log, .list' };
    expect(SecondLook.rootsOf(site, document).map(({ className }) => className)).toEqual(['log']);
  });

  it('may be an open shadow root that the record names, and is no other', () => {
    document.body.innerHTML = '<p id="host"></p><p id="other"></p><p id="host-to-be"></p>';
    for (const host of document.querySelectorAll('#host, #other')) {
      const root = document.createElement('div');
      root.className = 'log';
      host.attachShadow({ mode: 'open' }).append(root);
    }
    const site = { ...RECORD, shadow: '#host, #host-to-be' };
    const inHost = document.querySelector('#host')?.shadowRoot?.querySelector('.log');
    expect(SecondLook.rootsOf(site, document)).toEqual([inHost]);
    expect(SecondLook.rootsOf(RECORD, document)).toEqual([]);
  });
});

describe('who wrote a row that is laid out at the end of the line', () => {
  const AT_END = { ...RECORD, them: '.in', atEnd: true };
  const end = 'display:flex;justify-content:flex-end';
  const plain = row('hi', '');

  it.each([
    ['around it', `<div style="${end}">${plain}</div>`, ['me']],
    ['within it', `<div class="row"><div style="${end}"><i class="words">hi</i></div></div>`, ['me']],
    ['in no way', `<div style="display:flex">${plain}</div>`, []],
    ['beside its words', `<div class="row"><div style="${end}"></div><i class="words">hi</i></div>`, []],
    ['of a stack', `<div style="${end};flex-direction:column">${plain}</div>`, []],
    ['with the other rows', `<div style="${end}">${plain}${row('ho')}</div>`, ['them']],
    ['though it says that it is theirs', `<div style="${end}">${row('hi', 'in')}</div>`, []],
  ])('%s', (_where, html, want) => {
    expect(senders(AT_END, log(html))[0]).toEqual(want);
  });

  it('is not asked where the record does not say so', () => {
    expect(senders(RECORD, log(`<div style="${end}">${plain}</div>`))).toEqual([[], 1]);
  });

  it('is not told by what lies around all of the chat', () => {
    const root = log(plain);
    document.body.setAttribute('style', end);
    expect(senders(AT_END, root)).toEqual([[], 1]);
    document.body.removeAttribute('style');
  });
});

it('who wrote a row is asked again while nobody knows: what says so may come later, and from elsewhere', () => {
  const root = log(row('hi', ''));
  const direction = () => (document.querySelector('#me') ? /** @type {const} */ ('them') : 'unknown');
  const page = new SecondLook.Page({ ...RECORD, direction }, root);
  expect(told(page)).toEqual([[], 1]);
  document.body.insertAdjacentHTML('beforeend', '<i id="me"></i>');
  page.look();
  expect(told(page)).toEqual([['them'], 0]);
});

describe('a row without an id of its own', () => {
  const keys = (/** @type {string[]} */ ...rows) =>
    new SecondLook.Page(RECORD, log(rows.join(''))).messages.map(({ key }) => key);

  it('is known by its words, who wrote them, and its place among equals', () => {
    expect(new Set(keys(row('hi'), row('hi'), row('hi', 'out'), row('ho'))).size).toBe(4);
  });

  it('is held, not gone, and moves no other, when the page no longer says who wrote it', () => {
    const [first, second] = keys(row('hi'), row('hi'));
    const page = new SecondLook.Page(RECORD, log(row('hi', '') + row('hi')));
    expect(page.messages.map(({ key }) => key)).toEqual([second]);
    expect(page.has(first)).toBe(true);
    expect(page.unknown).toBe(1);
  });
});
