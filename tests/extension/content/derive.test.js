// From two messages that a person pointed at to a rule, on pages built in different ways, with names that mean nothing.
import { beforeEach, describe, expect, it } from 'vitest';
import { loadPart, loadReader } from '../load.js';

beforeEach(async () => {
  await loadReader();
  await loadPart('teaching');
});

const WORDS = ['hello Anna', 'who is this', 'we met at yoga', 'sorry, wrong person', 'you seem kind', 'thanks I guess'];
/** @type {(i: number) => Side} */
const said = (i) => (i % 2 === 0 ? 'them' : 'me');

/** A page with these messages, turn by turn. @param {(words: string, side: Side, i: number) => string} row */
const rows = (row, words = WORDS) => words.map((text, i) => row(text, said(i), i)).join('');

const put = (/** @type {string} */ html) => (document.body.innerHTML = html);

/** The element whose words these are. @param {string} words */
function at(words) {
  const all = [...document.body.querySelectorAll('*')].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() === words),
  );
  if (all.length === 0) throw new Error(`nothing says ${words}`);
  return /** @type {Element} */ (all.at(-1));
}

/** @param {Record<string, Side>} examples  words, and whose they are */
const derive = (examples) =>
  SecondLook.derive(Object.entries(examples).map(([words, side]) => ({ element: at(words), side })));

/** What the page then reads as. @param {Record<string, Side>} examples */
function read(examples) {
  const taught = derive(examples);
  if ('problem' in taught) throw new Error(taught.problem);
  const kept = JSON.parse(JSON.stringify(taught.rule)); // as it comes back from the storage
  const site = /** @type {Site} */ (SecondLook.taughtSite(kept));
  const roots = SecondLook.rootsOf(site, document);
  expect(roots.length).toBe(1);
  const page = new SecondLook.Page(site, roots[0]);
  return { ...taught, page, said: page.messages.map(({ sender, text }) => `${sender}: ${text}`) };
}

/** @type {Record<string, Side>} */
const TWO = { [WORDS[0]]: 'them', [WORDS[1]]: 'me' };
/** @type {Record<string, Side>} */
const FOUR = { ...TWO, [WORDS[2]]: 'them', [WORDS[3]]: 'me' };
const ALL = WORDS.map((words, i) => `${said(i)}: ${words}`);

describe('a page whose sides are told apart', () => {
  it.each([
    [
      'by align-self, with hashed classes',
      `<style>.r4{display:flex;flex-direction:column}.k9{align-self:flex-end}.q2{align-self:flex-start}</style>
       <main><div class="r4">${rows(
         (words, side) =>
           `<div class="x1 ${side === 'me' ? 'k9' : 'q2'}"><div class="t7">${words}</div><div class="c3">18:05</div></div>`,
       )}</div></main>`,
    ],
    [
      'by justify-content of one side only, with dates between',
      `<style>.r4 > div{display:flex}.k9{justify-content:flex-end}.d0{justify-content:center}</style>
       <div class="r4"><div class="d0"><div>Today</div></div>${rows(
         (words, side) => `<div class="x1 ${side === 'me' ? 'k9' : ''}"><div class="t7">${words}</div></div>`,
       )}</div>`,
    ],
    [
      'by a data attribute that says so',
      `<ol>${rows((words, side, i) => `<li data-n="${i}" data-own="${side === 'me'}"><p>${words}</p></li>`)}</ol>`,
    ],
    [
      'by who is named in a data attribute',
      `<div role="log">${rows(
        (words, side, i) =>
          `<div data-id="m${i}" data-from="${side === 'me' ? 'anna' : 'lily'}@x"><span>18:05</span><p>${words}</p></div>`,
      )}</div>`,
    ],
    [
      'in a table, by the name in its first column',
      `<table><tbody>${rows(
        (words, side) => `<tr><td>${side === 'me' ? 'anna' : 'lily'}</td><td>${words}</td><td>18:05</td></tr>`,
      )}</tbody></table>`,
    ],
    [
      'as rows of a grid',
      `<div role="grid">${rows(
        (words, side) =>
          `<div role="row"><div role="gridcell" style="text-align:${side === 'me' ? 'right' : 'left'}"><div>${words}</div></div></div>`,
      )}</div>`,
    ],
    [
      'though one side is nested deeper',
      `<section>${rows((words, side) =>
        side === 'me'
          ? `<div class="a"><div style="float:right"><div><b>${words}</b></div></div></div>`
          : `<div class="a"><div><b>${words}</b></div></div>`,
      )}</section>`,
    ],
  ])('%s', (_how, html) => {
    put(html);
    expect(read(TWO).said).toEqual(ALL);
    expect(read(TWO).sure).toBe(true);
  });
});

describe('a page whose sides differ by little', () => {
  const avatar = (/** @type {Side} */ side) => (side === 'them' ? '<img src="/lily.png" alt="">' : '');
  const sign = (/** @type {Side} */ side) => (side === 'me' ? '<i class="z8">✓✓</i>' : '');

  it.each([
    ['a picture', avatar],
    ['a sign that it was sent', sign],
  ])('%s: one more of each is asked for, and then it is read', (_what, mark) => {
    put(
      `<div class="l">${rows((words, side) => `<div class="m">${mark(side)}<div class="w">${words}</div></div>`)}</div>`,
    );
    expect(derive(TWO)).toMatchObject({ sure: false });
    const taught = read(FOUR);
    expect([taught.sure, taught.said]).toEqual([true, ALL]);
  });

  it('nothing at all: it is refused', () => {
    put(`<div class="l">${rows((words) => `<div class="m"><div class="w">${words}</div></div>`)}</div>`);
    expect(derive(TWO)).toEqual({ problem: 'alike' });
  });

  it('only by what each row has once: an id tells nothing', () => {
    put(
      `<div>${rows((words, _side, i) => `<div class="m" data-id="m${i}"><div class="w">${words}</div></div>`)}</div>`,
    );
    expect(derive(TWO)).toEqual({ problem: 'alike' });
  });

  it('by a chance that one more example rules out', () => {
    const first = (/** @type {number} */ i) => (i === 0 ? '<h4>Lily</h4>' : '');
    const html = rows(
      (words, side, i) => `<div class="m ${side === 'me' ? 'o' : ''}">${first(i)}<div class="w">${words}</div></div>`,
    );
    put(`<div>${html}</div>`);
    expect(read({ ...TWO, [WORDS[2]]: 'them', [WORDS[3]]: 'me' }).said).toEqual(ALL);
  });
});

describe('which elements are the rows', () => {
  const end = 'display:flex;justify-content:flex-end';

  it('in groups of one sender: each message is one', () => {
    const group = (/** @type {Side} */ side, /** @type {string[]} */ ...all) =>
      `<div class="g" style="${side === 'me' ? end : ''}"><div class="n">${side === 'me' ? 'Anna' : 'Lily'}</div>
        <div class="s">${all.map((words) => `<div class="m f${all.indexOf(words)}"><div class="w">${words}</div></div>`).join('')}</div></div>`;
    put(`<div class="l">${group('them', WORDS[0], WORDS[2])}${group('me', WORDS[1])}${group('them', WORDS[4])}</div>`);
    expect(read(TWO).said).toEqual([`them: ${WORDS[0]}`, `them: ${WORDS[2]}`, `me: ${WORDS[1]}`, `them: ${WORDS[4]}`]);
  });

  it('in days: those of all days are read, also where both examples were of one', () => {
    const row = (/** @type {string} */ words, /** @type {Side} */ side) =>
      `<div class="m" style="${side === 'me' ? end : ''}"><div class="w">${words}</div></div>`;
    const day = (/** @type {string} */ name, /** @type {string[]} */ words) =>
      `<section><h3>${name}</h3><div class="l">${rows(row, words)}</div></section>`;
    put(
      `<div style="overflow-y:auto"><div>${day('Monday', WORDS.slice(0, 4))}${day('Tuesday', WORDS.slice(4))}</div></div>`,
    );
    expect(read(TWO).said).toEqual(ALL);
  });

  it('never those of another chat beside this one, which has a scroll bar of its own', () => {
    const row = (/** @type {string} */ words, /** @type {Side} */ side) =>
      `<div class="m" style="${side === 'me' ? end : ''}"><div class="w">${words}</div></div>`;
    const chat = (/** @type {string[]} */ words) =>
      `<div class="c"><div style="overflow-y:scroll">${rows(row, words)}</div></div>`;
    put(`<main>${chat(WORDS)}${chat(['not this', 'nor this', 'nor that', 'at all'])}</main>`);
    expect(read(TWO).said).toEqual(ALL);
  });

  it('two examples of one message are refused', () => {
    put(`<div><div class="m"><p>${WORDS[0]}</p><p>${WORDS[1]}</p></div><div class="m"><p>x</p></div></div>`);
    const taught = SecondLook.derive([
      { element: at(WORDS[0]), side: 'them' },
      { element: at(WORDS[0]), side: 'me' },
    ]);
    expect(taught).toEqual({ problem: 'same' });
  });
});

describe('the words', () => {
  it('are those of the message: no name, no clock, no quoted message', () => {
    put(
      `<div>${rows(
        (
          words,
          side,
        ) => `<div class="m" style="text-align:${side === 'me' ? 'right' : 'left'}"><div class="n">${side}</div>
        <div class="w"><blockquote>older words</blockquote>${words}<span class="t">18:05</span></div><div class="s">Delivered</div></div>`,
      )}</div>`,
    );
    expect(read(TWO).said).toEqual(ALL);
  });

  it('of a line that begins with a name are what follows the name', () => {
    put(
      `<div>${rows((words, side) => `<p class="${side === 'me' ? 'a' : 'b'}"><b>${side === 'me' ? 'anna' : 'lily'}</b> ${words}</p>`)}</div>`,
    );
    expect(read(TWO).said).toEqual(ALL);
  });

  it('may be in several paragraphs', () => {
    put(
      `<div>${rows((words, side) => `<div class="m" style="float:${side === 'me' ? 'right' : 'none'}"><p>${words}</p><p>more</p></div>`)}</div>`,
    );
    expect(read(TWO).said[0]).toBe(`them: ${WORDS[0]}\nmore`);
  });
});

describe('what is kept', () => {
  it('holds no words of the chat and no name of anybody', () => {
    put(
      `<div>${rows((words, side, i) => `<div data-id="m${i}" data-from="${side === 'me' ? 'anna' : 'lily'}"><i>${side}</i><p>${words}</p></div>`)}</div>`,
    );
    const kept = JSON.stringify(/** @type {Taught} */ (derive(TWO)).rule);
    for (const words of [...WORDS, 'anna', 'lily']) expect(kept).not.toContain(words);
  });
});
