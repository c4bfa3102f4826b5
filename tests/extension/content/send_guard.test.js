// Before a message goes out: asked once where the chat is at risk, never in the way anywhere else, never blocked for good.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { getMessage } from '../chrome.js';
import { loadPart, loadReader } from '../load.js';

const CARD = 'sure, it is 4111 1111 1111 1111';
const SEED = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const WORDS = {
  title: 'A moment',
  body: 'Body.',
  reasons: ['A card.'],
  back: 'Go back',
  send: 'Send',
  again: 'Again.',
};

/** @type {SendGuard} */
let guard;
/** @type {Draft[]} */
let asked;
/** @type {() => Promise<DraftWords | null>} */
let server;
/** @type {() => Promise<boolean>} */
let person;
/** @type {string[]} */
let sent;
/** @type {string[]} */
let said;
/** @type {any} */
let chat;
/** @type {Site | null} */
let site;
const question = vi.fn();

/** A page that sends at Enter and at a click on its button, as chat pages do.
 * @param {string} html */
function page(html) {
  document.body.innerHTML = `<form><div id="at">${html}</div><button id="emoji" type="button">:)</button><button id="go">Send</button></form>`;
  const send = () => {
    const text = textIn(box());
    if (text || document.querySelector('img')) sent.push(text);
    fill('');
  };
  box().addEventListener('keydown', (event) => {
    const { key, shiftKey, isComposing } = /** @type {KeyboardEvent} */ (event);
    if (key !== 'Enter' || shiftKey || isComposing) return;
    event.preventDefault();
    send();
  });
  document.querySelector('form')?.addEventListener('submit', (event) => (event.preventDefault(), send()));
}

const box = () => /** @type {HTMLElement} */ (document.querySelector('#at > *'));
const textIn = (/** @type {HTMLElement} */ at) => (at instanceof HTMLTextAreaElement ? at.value : at.textContent);
/** @param {string} text */
function fill(text) {
  const at = box();
  if (at instanceof HTMLTextAreaElement) at.value = text;
  else at.textContent = text;
}
const type = (/** @type {string} */ text) => (fill(text), box().dispatchEvent(new Event('input', { bubbles: true })));
const enter = (more = {}) =>
  box().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }));
const click = (id = 'go') => document.getElementById(id)?.click();
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('chrome', { i18n: { getMessage } });
  await loadReader();
  await loadPart('warnings');
  [asked, sent, said, chat, site] = [[], [], [], {}, null];
  server = async () => WORDS;
  person = async () => false;
  question.mockReset().mockImplementation(() => person());
  guard = new SecondLook.SendGuard({
    site: () => site,
    chatAtRisk: () => chat,
    ask: (draft) => (asked.push(draft), server()),
    question,
    say: (text) => said.push(text),
  });
  guard.start();
  page('<textarea></textarea>');
});

afterEach(() => {
  guard.stop();
  vi.useRealTimers();
});

describe.each([
  ['a text area', '<textarea></textarea>'],
  ['an editable part of the page', '<div contenteditable="true" role="textbox"></div>'],
])('in %s', (_what, html) => {
  beforeEach(() => page(html));

  it.each([
    ['Enter', enter],
    ['the button', click],
  ])('a risky draft sent by %s is asked about, and goes out if the person says so', async (_how, press) => {
    person = async () => true;
    type(CARD);
    press();
    expect(sent).toEqual([]);
    await settle();
    expect(asked).toEqual([{ text: CARD, picture: false }]);
    expect(question).toHaveBeenCalledExactlyOnceWith(WORDS);
    expect(sent).toEqual([CARD]);
    await settle(2000);
    expect(said).toEqual([]);
  });

  it('going back keeps the draft, and it is not asked about again', async () => {
    type(CARD);
    enter();
    await settle();
    expect([sent, textIn(box())]).toEqual([[], CARD]);
    type(`${CARD} ok`);
    enter();
    expect(sent).toEqual([`${CARD} ok`]);
    expect(asked.length).toBe(1);
  });

  it('the next draft is asked about anew, be it the same', async () => {
    type(CARD);
    enter();
    await settle();
    type('');
    type(CARD);
    enter();
    await settle();
    expect([asked.length, sent]).toEqual([2, []]);
    enter();
    type(CARD);
    enter();
    await settle();
    expect([asked.length, sent]).toEqual([3, [CARD]]);
  });
});

describe('never in the way', () => {
  it.each([
    ['good night, sleep well', false],
    ['what a lovely day we had today, i hope to see you soon', false],
    [CARD, true],
    ['482913', true],
    ['DE89370400440532013000', true],
    ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', true],
    [SEED, true],
    ['ok i sent it', true],
    ['here is my passport', true],
  ])('%j: worth a question to the server: %s', async (text, worth) => {
    type(text);
    enter();
    expect([asked.length, sent.length]).toEqual(worth ? [1, 0] : [0, 1]);
  });

  it('a chat that is not at risk is not touched', () => {
    chat = null;
    type(CARD);
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    const prevent = vi.spyOn(event, 'stopImmediatePropagation');
    box().dispatchEvent(event);
    click();
    expect([asked, sent]).toEqual([[], [CARD]]);
    expect(prevent).not.toHaveBeenCalled();
  });

  it.each([
    ['Shift and Enter', { shiftKey: true }],
    ['Alt and Enter', { altKey: true }],
    ['the end of a composition', { isComposing: true }],
    ['the end of a composition, as older input methods tell it', { keyCode: 229 }],
    ['another key', { key: 'a' }],
  ])('%s is for the page', (_what, keys) => {
    const heard = vi.fn();
    box().addEventListener('keydown', heard);
    type(CARD);
    enter(keys);
    expect(heard).toHaveBeenCalled();
    expect(asked).toEqual([]);
  });

  it('Enter outside of the box and other buttons are for the page', () => {
    type(CARD);
    click('emoji');
    document.getElementById('emoji')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(asked).toEqual([]);
  });

  it('a message that the server has nothing against goes out by itself', async () => {
    server = async () => null;
    type(CARD);
    enter();
    await settle();
    expect([sent, question.mock.calls]).toEqual([[CARD], []]);
  });

  it.each([
    ['is silent', () => new Promise(() => {}), 400],
    ['fails', () => Promise.reject(new Error()), 0],
  ])('where the server %s it goes out', async (_what, answer, ms) => {
    server = /** @type {any} */ (answer);
    type(CARD);
    enter();
    await settle(ms);
    expect([sent, question.mock.calls]).toEqual([[CARD], []]);
  });

  it('a question that cannot be shown lets it go out too', async () => {
    person = () => Promise.reject(new Error());
    type(CARD);
    enter();
    await settle();
    expect(sent).toEqual([CARD]);
  });

  it('a key pressed again while it waits does not send twice', async () => {
    person = async () => true;
    server = () => new Promise((resolve) => setTimeout(() => resolve(WORDS), 100));
    type(CARD);
    enter();
    enter();
    click();
    await settle(2000);
    expect([asked.length, sent]).toEqual([1, [CARD]]);
  });
});

describe('what goes out is what the person saw', () => {
  it.each([
    ['another chat is open', () => (chat = {})],
    ['the draft is another one', () => fill('something else')],
  ])('nothing does where %s by the time of the answer', async (_what, change) => {
    person = async () => (change(), true);
    type(CARD);
    enter();
    await settle(2000);
    expect(sent).toEqual([]);
  });
});

describe('a page that heeds nobody but the person', () => {
  beforeEach(() => {
    document.body.innerHTML = '<div id="at"><textarea></textarea></div>';
    person = async () => true;
  });

  it('is sent from by pressing once more, and the person is told so', async () => {
    type(CARD);
    enter();
    await settle(2000);
    expect(said).toEqual(['Again.']);
    const heard = vi.fn();
    box().addEventListener('keydown', heard);
    enter();
    expect(heard).toHaveBeenCalled();
    expect(asked.length).toBe(1);
  });

  it('has its own button pressed where the site is known', async () => {
    site = /** @type {Site} */ ({ compose: 'textarea', send: '.paper-plane' });
    document.body.insertAdjacentHTML('beforeend', '<i class="paper-plane"></i>');
    const pressed = vi.fn();
    document.querySelector('i')?.addEventListener('click', pressed);
    type(CARD);
    enter();
    await settle();
    expect(pressed).toHaveBeenCalledOnce();
  });
});

describe('a picture', () => {
  const choose = (/** @type {string} */ type) => {
    const input = document.body.appendChild(document.createElement('input'));
    input.type = 'file';
    Object.defineProperty(input, 'files', { value: [new File(['x'], 'x', { type })] });
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  it.each([
    ['image/jpeg', true],
    ['application/pdf', true],
    ['audio/ogg', false],
  ])('of type %s is asked about when it is sent: %s', async (type, isAsked) => {
    choose(type);
    click();
    await settle();
    expect(asked).toEqual(isAsked ? [{ text: '', picture: true }] : []);
  });

  it('counts for one draft', async () => {
    server = async () => null;
    choose('image/png');
    click();
    await settle(2000);
    type('good night');
    enter();
    expect(asked.length).toBe(1);
  });
});

describe('the dialog', () => {
  /** @type {ShadowRoot} */
  let shadow;
  /** @type {Overlay} */
  let overlay;
  /** @type {Promise<boolean>} */
  let answer;
  const dialog = () => /** @type {HTMLDialogElement} */ (shadow.querySelector('dialog'));
  const press = (/** @type {string} */ key) =>
    dialog().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));

  beforeEach(() => {
    const attach = vi.spyOn(Element.prototype, 'attachShadow');
    overlay = new SecondLook.Overlay({ elementOf: () => null, feedback: async () => ({ ok: true }) });
    shadow = attach.mock.results[0].value;
    const alert = { level: 'danger', raised_at: 'k1', title: 'T', body: 'B', advice: [] };
    overlay.show(/** @type {any} */ ({ level: 'danger', trusted: false, alert, findings: [] }));
    answer = overlay.ask({ ...WORDS, body: '<b>Body.</b>' });
  });
  afterEach(() => overlay.remove());

  it('says what it is about to a screen reader, as text, and puts the focus on no answer', () => {
    const [title, why] = ['aria-labelledby', 'aria-describedby'].map((name) =>
      shadow.getElementById(dialog().getAttribute(name) ?? ''),
    );
    expect([title?.textContent, why?.textContent]).toEqual(['A moment', 'A card.<b>Body.</b>']);
    expect(shadow.activeElement).toBe(title);
    expect([...dialog().querySelectorAll('button')].map((button) => button.textContent)).toEqual(['Go back', 'Send']);
  });

  it.each([
    ['Go back', false],
    ['Send', true],
  ])('%s answers %s and takes it away', async (label, wanted) => {
    [...dialog().querySelectorAll('button')].find((button) => button.textContent === label)?.click();
    expect(await answer).toBe(wanted);
    expect(dialog()).toBeNull();
  });

  it('Escape goes back, and neither the page nor the banner hears it', async () => {
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    press('Escape');
    expect(await answer).toBe(false);
    expect(heard).not.toHaveBeenCalled();
    expect(/** @type {HTMLElement} */ (shadow.querySelector('section')).hidden).toBe(false);
    document.removeEventListener('keydown', heard);
  });

  it('answers at once, and not only when the browser says that it is closed', async () => {
    HTMLDialogElement.prototype.close = function () {
      this.open = false; // and its event is still to come
    };
    press('Escape');
    expect(await answer).toBe(false);
    expect(dialog()).toBeNull();
  });

  it('goes back when the chat is left', async () => {
    overlay.remove();
    expect(await answer).toBe(false);
  });

  it('what is said afterwards is said to all, and goes by itself', async () => {
    overlay.say('Again.');
    await settle(100);
    expect(shadow.querySelector('.say[role="status"]')?.textContent).toBe('Again.');
    await settle(10_000);
    expect(shadow.querySelector('.say')).toBeNull();
  });
});
