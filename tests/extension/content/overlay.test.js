// What a person is shown, and how it behaves: calm, as text, without taking the focus or touching the page.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { getMessage, getMessageIn } from '../chrome.js';
import { loadPart, loadReader } from '../load.js';

/** @type {Overlay} */
let overlay;
/** @type {ShadowRoot} */
let shadow;
/** @type {string[]} */
let feedback;
/** @type {Answer} */
let reply;

const finding = (/** @type {string} */ key, /** @type {string} */ tactic, probability = 0.9) => ({
  key,
  tactic,
  plain: `About ${tactic}.`,
  advice: '',
  probability,
  spans: [],
});

/** @param {Level} level  @param {object} [more] */
const verdict = (level, more = {}) =>
  /** @type {Verdict} */ (
    /** @type {unknown} */ ({
      level,
      trusted: false,
      alert: { level, raised_at: 'k1', title: `Title of ${level}`, body: 'Body.', advice: ['Do this.'] },
      findings: [finding('k1', 'fee', 0.8), finding('k2', 'love', 0.95), finding('k3', 'fee', 0.7)],
      ...more,
    })
  );

const host = () => document.querySelector('second-look-overlay');
const card = () => /** @type {HTMLElement} */ (shadow.querySelector('section'));
const button = (/** @type {string} */ label) =>
  /** @type {HTMLButtonElement} */ (
    [...shadow.querySelectorAll('section button')].find((b) => b.textContent === label)
  );
const press = (/** @type {EventTarget} */ target, /** @type {string} */ key) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('chrome', { i18n: { getMessage } });
  const attach = vi.spyOn(Element.prototype, 'attachShadow');
  await loadReader();
  await loadPart('warnings');
  document.body.innerHTML = '<p id="k1">one</p><p id="k2">two</p><input>';
  [feedback, reply] = [
    [],
    { ok: true, verdict: verdict('none', { alert: null }), done: { title: 'Noted', body: 'Thanks.' } },
  ];
  overlay = new SecondLook.Overlay({
    elementOf: (key) => document.getElementById(key),
    feedback: async (kind) => (feedback.push(kind), reply),
  });
  shadow = attach.mock.results[0].value;
  expect(attach.mock.calls[0][0].mode).toBe('closed');
});

afterEach(() => {
  overlay.remove();
  vi.useRealTimers();
});

describe('in the page', () => {
  it('there is no trace of it while there is nothing to say', () => {
    overlay.show(verdict('none', { alert: null }));
    expect(host()).toBeNull();
    overlay.show(verdict('warning'));
    expect(host()?.attributes.length).toBe(0);
    overlay.show(verdict('none', { alert: null }));
    expect(host()).toBeNull();
  });

  it.each([
    ['en', 'en', 'ltr'],
    ['zh_CN', 'zh-CN', 'ltr'],
    ['ar', 'ar', 'rtl'],
  ])('it says that its words are in %s and how they run, whatever the page is in', (strings, lang, dir) => {
    vi.stubGlobal('chrome', { i18n: { getMessage: getMessageIn(strings) } });
    document.documentElement.dir = 'rtl';
    const attach = vi.spyOn(Element.prototype, 'attachShadow');
    new SecondLook.Overlay({ elementOf: () => null, feedback: async () => reply });
    document.documentElement.removeAttribute('dir');
    const layer = /** @type {HTMLElement} */ (attach.mock.results.at(-1)?.value.querySelector('.layer'));
    expect([layer.lang, layer.dir]).toEqual([lang, dir]);
  });

  it('nothing of it is changed, and the focus stays where it was', () => {
    const before = document.body.innerHTML;
    document.querySelector('input')?.focus();
    overlay.show(verdict('danger'));
    expect(document.body.innerHTML).toBe(before);
    expect(document.activeElement?.tagName).toBe('INPUT');
  });

  it('a trusted chat is left alone', () => {
    overlay.show(verdict('danger', { trusted: true }));
    expect(host()).toBeNull();
  });
});

describe('the banner', () => {
  it('names what stands out in plain words, the surest first, each tactic once, with what to do', () => {
    overlay.show(verdict('warning'));
    expect(card().querySelector('h2')?.textContent).toBe('Title of warning');
    expect([...card().querySelectorAll('details li')].map((li) => li.textContent)).toEqual([
      'About love. show',
      'About fee. show 1show 2',
    ]);
    expect(card().textContent).toContain('Do this.');
  });

  it('puts text in as text', () => {
    overlay.show(verdict('warning', { findings: [{ ...finding('k1', 'x'), plain: '<img src=x onerror=alert(1)>' }] }));
    expect(card().querySelector('img')).toBeNull();
    expect(card().textContent).toContain('<img src=x');
  });

  it.each([
    ['caution', 'status', false],
    ['warning', 'status', true],
    ['danger', 'alert', true],
  ])('at %s speaks as %s, and shows its reasons at once: %s', (level, role, open) => {
    overlay.show(verdict(/** @type {Level} */ (level)));
    vi.advanceTimersByTime(100);
    const live = shadow.querySelector(`[role="${role}"].hidden-text`);
    expect(live?.textContent).toContain(`Title of ${level}`);
    expect(card().querySelector('details')?.open).toBe(open);
    expect(card().querySelector('.sign')?.textContent).toMatch(/\S/);
  });

  it('speaks only when the level changes', () => {
    overlay.show(verdict('warning'));
    vi.advanceTimersByTime(100);
    const live = /** @type {Element} */ (shadow.querySelector('.layer > .hidden-text'));
    live.textContent = '';
    overlay.show(verdict('warning', { findings: [finding('k1', 'fee')] }));
    vi.advanceTimersByTime(100);
    expect(live.textContent).toBe('');
  });

  it('adds what to do where the sender may be held and forced', () => {
    overlay.show(verdict('danger'), { title: 'May be held', body: 'Do not ask.', advice: ['Call a hotline.'] });
    expect(card().querySelector('.note')?.textContent).toBe('May be heldDo not ask.Call a hotline.');
  });

  it('goes to the message when asked, and says so where the page does not show it', () => {
    const scroll = vi.spyOn(Element.prototype, 'scrollIntoView');
    overlay.show(verdict('warning'));
    button('show 1').click();
    expect(scroll.mock.contexts).toEqual([document.getElementById('k1')]);
    button('show 2').click();
    expect(/** @type {HTMLElement} */ (card().querySelector('.soft')).hidden).toBe(false);
  });

  it('keeps the focus of a person who is in it when something new is found', () => {
    overlay.show(verdict('warning'));
    button('This is wrong').focus();
    overlay.show(verdict('warning', { findings: [finding('k2', 'love')] }));
    expect(shadow.activeElement?.textContent).toBe('This is wrong');
  });
});

describe('putting it away', () => {
  const close = () => /** @type {HTMLElement} */ (card().querySelector('.close')).click();

  it('lasts while the alert is the same, the marks staying', () => {
    overlay.show(verdict('warning'));
    close();
    overlay.show(verdict('warning'));
    expect(card().hidden).toBe(true);
    expect(shadow.querySelectorAll('.mark').length).toBe(3);
  });

  it.each([
    ['the level rises', verdict('danger')],
    [
      'it is raised anew by another message',
      { ...verdict('warning'), alert: { ...verdict('warning').alert, raised_at: 'k9' } },
    ],
  ])('ends when %s', (_what, next) => {
    overlay.show(verdict('warning'));
    close();
    overlay.show(/** @type {Verdict} */ (next));
    expect(card().hidden).toBe(false);
  });

  it.each([
    ['caution', 'page', true],
    ['warning', 'page', false],
    ['danger', 'page', false],
    ['danger', 'banner', true],
  ])('by Escape: at %s, pressed in the %s: %s', (level, where, closed) => {
    overlay.show(verdict(/** @type {Level} */ (level)));
    press(where === 'page' ? document.body : card(), 'Escape');
    expect(card().hidden).toBe(closed);
  });

  it('a key pressed in it is not heard by the page', () => {
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    overlay.show(verdict('warning'));
    press(card(), 'j');
    expect(heard).not.toHaveBeenCalled();
    document.removeEventListener('keydown', heard);
  });

  it('is undone by the keyboard command, which goes to it', () => {
    overlay.show(verdict('warning'));
    close();
    overlay.focus();
    expect(card().hidden).toBe(false);
    expect(card().contains(shadow.activeElement)).toBe(true);
  });
});

describe('what the person answers', () => {
  it.each([
    ['This is wrong', 'wrong'],
    ['Quiet for a day', 'snooze'],
  ])('%s is taken at once, and thanked for in the words of the server', async (label, kind) => {
    overlay.show(verdict('warning'));
    button(label).click();
    await vi.advanceTimersByTimeAsync(0);
    expect(feedback).toEqual([kind]);
    expect(card().querySelector('h2')?.textContent).toBe('Noted');
    expect(card().querySelector('p')?.textContent).toBe('Thanks.');
    overlay.show(verdict('none', { alert: null }));
    expect(host()).not.toBeNull();
    await vi.advanceTimersByTimeAsync(8000);
    expect(host()).toBeNull();
  });

  it('trusting somebody is asked once more', async () => {
    overlay.show(verdict('warning'));
    button('I trust this person').click();
    expect(feedback).toEqual([]);
    button('Back').click();
    button('I trust this person').click();
    button('Yes, I trust them').click();
    await vi.advanceTimersByTimeAsync(0);
    expect(feedback).toEqual(['trust']);
  });

  it('what could not be saved is said, and the banner stays', async () => {
    reply = { ok: false, state: 'not_running', retry_s: null };
    overlay.show(verdict('warning'));
    button('This is wrong').click();
    await vi.advanceTimersByTimeAsync(0);
    expect(card().querySelector('[role="alert"]')?.textContent).toMatch(/could not be saved/);
    expect(card().hidden).toBe(false);
  });
});

describe('the marks', () => {
  /** @param {Element | null} top  what lies on top of the page where the message is */
  const place = (top, left = 100) => {
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(left, 50, 200, 20));
    document.elementFromPoint = () => top;
    overlay.show(verdict('warning'));
    vi.advanceTimersByTime(50);
    return /** @type {HTMLElement[]} */ ([...shadow.querySelectorAll('.mark')]);
  };

  it('lie over the messages that are on the page, with all reasons of each', () => {
    const [first] = place(document.getElementById('k1'));
    expect([first.hidden, first.style.transform, first.style.width]).toEqual([false, 'translate(96px, 46px)', '208px']);
    expect(first.querySelector('button')?.getAttribute('aria-label')).toBe('Why this message is marked: About fee.');
    expect(first.querySelector('.why')?.textContent).toBe('About fee.');
  });

  it.each([
    [10, true],
    [800, false],
  ])('at %i pixels open their reason towards the middle, where there is room', (left, atLeft) => {
    const [first] = place(document.getElementById('k1'), left);
    expect(first.classList.contains('at-left')).toBe(atLeft);
  });

  it('are not there where something else lies over the message, nor for one that is not on the page', () => {
    const menu = document.body.appendChild(document.createElement('dialog'));
    expect(place(menu).map((mark) => mark.hidden)).toEqual([true, true, true]);
  });

  it('are gone with the warning', () => {
    place(document.getElementById('k1'));
    overlay.show(verdict('none', { alert: null }));
    expect(shadow.querySelectorAll('.mark').length).toBe(0);
  });
});
