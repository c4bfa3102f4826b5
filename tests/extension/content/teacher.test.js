// Teaching a page by pointing: with clicks that the page does not get, or with keys; nothing is kept before it was looked at.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { getMessage } from '../chrome.js';
import { loadPart, loadReader } from '../load.js';

/** @type {Teacher} */
let teacher;
/** @type {ShadowRoot} */
let shadow;
/** @type {TaughtRule[]} */
let kept;
let isKept = true;

const row = (/** @type {string} */ words, /** @type {Side} */ side, more = '') =>
  `<div class="x1" style="${side === 'me' ? 'display:flex;justify-content:flex-end' : ''}">${more}<div>${words}</div></div>`;
const PAGE = `<nav><div>Menu</div></nav><main>${[
  row('hello there', 'them'),
  row('who is this', 'me'),
  row('we met in May', 'them'),
  row('ah yes', 'me'),
].join('')}</main><form><div>Write here</div></form>`;

const host = () => document.querySelector('second-look-teacher');
const panel = () => shadow.querySelector('section')?.textContent ?? '';
const at = (/** @type {string} */ words) =>
  /** @type {HTMLElement} */ ([...document.querySelectorAll('div')].findLast((one) => one.textContent === words));
const click = (/** @type {EventTarget} */ target) =>
  target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
const key = (/** @type {string} */ name, target = /** @type {EventTarget} */ (document.body)) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, composed: true }));
const press = async (/** @type {string} */ label) => {
  const found = [...shadow.querySelectorAll('button')].find((button) => button.textContent === label);
  if (!found) throw new Error(`no button ${label} in ${panel()}`);
  click(found);
  await Promise.resolve();
  await Promise.resolve();
};
const outlines = () => [...shadow.querySelectorAll('.row-box span')].map((label) => label.textContent);

async function begin(html = PAGE) {
  document.body.innerHTML = html;
  const attach = vi.spyOn(Element.prototype, 'attachShadow');
  teacher = new SecondLook.Teacher({ keep: async (rule) => (kept.push(rule), isKept) });
  shadow = attach.mock.results.at(-1)?.value;
  expect(attach.mock.calls[0][0].mode).toBe('closed');
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('chrome', { i18n: { getMessage } });
  [kept, isKept] = [[], true];
  await loadReader();
  await loadPart('teaching');
  await begin();
});

afterEach(() => {
  teacher.stop();
  vi.useRealTimers();
});

const taught = () => {
  click(at('hello there'));
  click(at('who is this'));
};

describe('by two clicks', () => {
  it('one of the other side and then one of their own, and it says what it reads', () => {
    expect(panel()).toContain('one message that the other person wrote');
    click(at('hello there'));
    expect(panel()).toContain('one of your own');
    click(at('who is this'));
    expect(panel()).toContain('Read here: 2 by them, 2 by you.');
    expect(panel()).toContain('you: ah yes');
    expect(outlines()).toEqual(['them', 'you', 'them', 'you']);
  });

  it('that the page does not get', () => {
    const got = vi.fn();
    document.body.addEventListener('click', got);
    document.body.addEventListener('pointerdown', got);
    taught();
    at('ah yes').dispatchEvent(new MouseEvent('pointerdown', { bubbles: true, cancelable: true }));
    expect(got).not.toHaveBeenCalled();
  });

  it.each([
    ['what the page is steered with', 'Menu'],
    ['where one writes', 'Write here'],
  ])('but not on %s', (_what, words) => {
    click(at(words));
    expect(panel()).toContain('one message that the other person wrote');
  });

  it('but not twice on one message', () => {
    click(at('hello there'));
    click(at('hello there'));
    expect(panel()).toContain('one message that the other person wrote');
  });

  it('on what lies under the panel, once it is moved aside', async () => {
    await press('Move aside');
    expect(shadow.querySelector('section')?.className).toContain('aside');
  });

  it('also beside the words, where only one message can be meant', () => {
    click(/** @type {Element} */ (at('hello there').parentElement));
    expect(panel()).toContain('one of your own');
  });
});

describe('nothing is kept', () => {
  it('before the person has said that it looks right', async () => {
    taught();
    expect(kept).toEqual([]);
    await press('Looks right');
    expect(kept.map(({ version, row: rows }) => [version, rows])).toEqual([[1, 'main > div']]);
    expect(panel()).toContain('Kept.');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(host()).toBeNull();
  });

  it('where it cannot be: that is said', async () => {
    isKept = false;
    taught();
    await press('Looks right');
    expect(panel()).toContain('could not be saved');
  });

  it.each(['hello there', ''])('after Escape, and the page has its clicks again', (first) => {
    if (first) click(at(first));
    key('Escape');
    const got = vi.fn();
    document.body.addEventListener('click', got);
    click(at('hello there'));
    expect([host(), kept, got.mock.calls.length]).toEqual([null, [], 1]);
  });
});

describe('what is wrong can be put right', () => {
  it('by swapping the sides', async () => {
    taught();
    await press('Swap the sides');
    expect(outlines()).toEqual(['you', 'them', 'you', 'them']);
  });

  it('by starting over', async () => {
    taught();
    await press('Start over');
    expect(panel()).toContain('one message that the other person wrote');
    expect(outlines()).toEqual([]);
  });

  it('by a click on a message and a word on whose it is', async () => {
    const mark = '<h4>Lily</h4>';
    const plain = (/** @type {string} */ words, kind = '', more = '') =>
      `<div class="m ${kind}">${more}<div>${words}</div></div>`;
    teacher.stop();
    await begin(
      `<main>${plain('one', 'k', mark)}${plain('two', 'o')}${plain('three', 'k')}${plain('four', 'o')}${plain('five', 'k')}</main>`,
    );
    click(at('one'));
    click(at('two'));
    click(at('three'));
    expect(panel()).not.toContain('Read here: 3 by them, 1 by you.');
    click(at('four'));
    expect(outlines()).toEqual(['them', 'you', 'them', 'you', 'them']);
    click(at('five'));
    expect(panel()).toContain('Who wrote “five”?');
    await press('The other person');
    expect(outlines()).toEqual(['them', 'you', 'them', 'you', 'them']);
  });
});

it('two sides that cannot be told apart are refused in clear words', async () => {
  teacher.stop();
  await begin(
    `<main>${['one', 'two', 'three'].map((words) => `<div class="m"><div>${words}</div></div>`).join('')}</main>`,
  );
  click(at('one'));
  click(at('two'));
  expect(panel()).toContain('The two sides cannot be told apart here.');
  expect(panel()).toContain('Second Look does not guess');
  expect([...shadow.querySelectorAll('button')].map((button) => button.textContent)).toEqual([
    'Start over',
    'Cancel',
    'Move aside',
  ]);
});

describe('by keys alone', () => {
  it('the arrows go from message to message, the last one first, and Enter chooses', () => {
    key('ArrowUp');
    expect(panel()).toContain('“ah yes”');
    key('ArrowUp');
    expect(panel()).toContain('“we met in May”');
    key('Enter');
    key('ArrowDown');
    expect(panel()).toContain('“ah yes”');
    key('Enter');
    expect(panel()).toContain('Read here: 2 by them, 2 by you.');
  });

  it('Enter on a button of the panel is for that button, and for no script of the page', () => {
    taught();
    /** @type {HTMLElement} */ (shadow.querySelector('button')).focus();
    const got = vi.fn();
    document.addEventListener('keydown', got);
    const isFree = key('Enter', /** @type {Element} */ (host()));
    expect([isFree, got.mock.calls.length]).toEqual([true, 0]);
  });

  it('other keys stay with the page, and the focus goes back to where it was', async () => {
    teacher.stop();
    document.body.innerHTML = '<textarea></textarea>';
    document.querySelector('textarea')?.focus();
    await begin(`${PAGE}<textarea></textarea>`);
    const box = /** @type {HTMLElement} */ (document.querySelector('textarea'));
    teacher.stop();
    box.focus();
    teacher = new SecondLook.Teacher({ keep: async () => true });
    expect(document.activeElement).toBe(host());
    expect(key('a')).toBe(true);
    teacher.stop();
    expect(document.activeElement).toBe(box);
  });
});
