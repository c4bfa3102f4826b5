// The options page: pairing, where it reads along, and how to forget.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

const HTML = readFileSync(join(import.meta.dirname, '../../../extension/options/options.html'), 'utf8');
const TINDER = 'https://tinder.com/*';

/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {any[]} */
let asked;
/** @type {Record<string, any>} */
let answers;

const text = (/** @type {string} */ id) => document.getElementById(id)?.textContent ?? '';
const later = () => new Promise((resolve) => setTimeout(resolve));
const type = (/** @type {string} */ id, /** @type {string} */ value) => {
  /** @type {HTMLInputElement} */ (document.getElementById(id)).value = value;
};
const submit = async (/** @type {string} */ id) => {
  document.getElementById(id)?.dispatchEvent(new Event('submit', { cancelable: true }));
  await later();
};
const press = async (/** @type {string} */ selector) => {
  /** @type {HTMLElement} */ (document.querySelector(selector)).click();
  await later();
};

async function open() {
  await import('../../../extension/options/options.js');
}

beforeEach(() => {
  const parsed = new DOMParser().parseFromString(HTML, 'text/html');
  document.body.replaceChildren(...document.importNode(parsed.body, true).childNodes);
  document.title = 'options_title';
  asked = [];
  answers = {
    status: { state: 'connected', paired: true },
    sites: [{ pattern: TINDER, names: ['Tinder'], on: false }],
    switch: null,
    taught: [],
  };
  chrome = fakeChrome();
  chrome.runtime.sendMessage.mockImplementation(async (question) => {
    asked.push(question);
    return answers[question.kind];
  });
  vi.stubGlobal('chrome', chrome);
});

it('every text of the page is there', async () => {
  await open();
  const empty = [...document.querySelectorAll('[data-t]')].filter((element) => !element.textContent?.trim());
  expect(empty).toEqual([]);
  expect(document.title).toBe('Second Look: options');
});

describe('pairing', () => {
  it.each([
    ['123456', null],
    ['123 456', null],
    ['123-456', 50001],
  ])('takes %j as it is read from the terminal', async (typed, port) => {
    answers.pair = { ok: true };
    await open();
    type('code', typed);
    type('port', port ? String(port) : '');
    await submit('pair');
    expect(asked).toContainEqual({ kind: 'pair', code: '123456', port });
    expect(text('pair-answer')).toBe('Paired.');
  });

  it.each([
    [{ ok: false, state: 'refused', code: 'wrong_code' }, 'That is not the code.'],
    [{ ok: false, state: 'refused', code: 'no_code' }, 'No pairing code is open.'],
    [{ ok: false, state: 'refused', code: 'invalid' }, 'That is not the code.'],
    [{ ok: false, state: 'not_running' }, 'Second Look is not running. Start it'],
  ])('that fails with %j says what to do', async (answer, words) => {
    answers.pair = answer;
    await open();
    type('code', '000000');
    await submit('pair');
    expect(text('pair-answer')).toContain(words);
  });
});

describe('whether it works', () => {
  it('is said in words', async () => {
    answers.status = { state: 'weights_missing', paired: true };
    await open();
    expect(text('state')).toContain('The trained model is missing');
  });

  it('without the permission offers to ask for it', async () => {
    answers.status = { state: 'no_permission', paired: false };
    await open();
    const request = vi.spyOn(chrome.permissions, 'request');
    await press('#allow');
    expect(request).toHaveBeenCalledWith({ origins: ['http://127.0.0.1/*'] });
  });
});

describe('the pages that were taught', () => {
  const section = () => /** @type {HTMLElement} */ (document.querySelector('#taught'));

  it('are not spoken of where there are none', async () => {
    await open();
    expect(section().hidden).toBe(true);
  });

  it('are forgotten one by one', async () => {
    answers.taught = ['https://chat.example'];
    await open();
    expect([section().hidden, section().textContent]).toEqual([false, expect.stringContaining('https://chat.example')]);
    answers.taught = [];
    await press('#taught button');
    expect(asked).toContainEqual({ kind: 'forget_taught', origin: 'https://chat.example' });
    expect(section().hidden).toBe(true);
  });
});

describe('the addresses', () => {
  it('are switched on once the browser has agreed', async () => {
    await open();
    await press('#sites button');
    expect(chrome.kept.permitted.has(TINDER)).toBe(true);
    expect(asked).toContainEqual({ kind: 'switch', pattern: TINDER, on: true });
  });

  it('are switched off without a question', async () => {
    answers.sites[0].on = true;
    await open();
    await press('#sites button');
    expect(asked).toContainEqual({ kind: 'switch', pattern: TINDER, on: false });
  });

  it.each([
    ['chat.example.org', 'https://chat.example.org/*'],
    [' http://localhost:8123/room ', 'http://localhost/*'],
  ])('%j can be typed in', async (typed, pattern) => {
    await open();
    type('address', typed);
    await submit('add');
    expect(asked).toContainEqual({ kind: 'switch', pattern, on: true });
  });

  it.each(['https://', 'not an address'])('%j is none', async (typed) => {
    await open();
    type('address', typed);
    await submit('add');
    expect(asked.map(({ kind }) => kind)).not.toContain('switch');
    expect(text('add-answer')).toBe('That is not the address of a web page.');
  });
});

describe('forgetting', () => {
  it.each([
    ['forget', 'forget_all', { ok: true }, 'Every chat is forgotten.'],
    ['forget', 'forget_all', { ok: false }, 'That could not be saved'],
    ['reset', 'reset', undefined, 'The extension is as on its first day.'],
  ])('%s happens after one more question, and says what came of it', async (id, kind, answer, words) => {
    answers[kind] = answer;
    await open();
    await press(`#${id}`);
    expect(asked.map((question) => question.kind)).not.toContain(kind);
    await press('.confirm .strong');
    expect(asked.map((question) => question.kind)).toContain(kind);
    expect(document.body.textContent).toContain(words);
  });
});
