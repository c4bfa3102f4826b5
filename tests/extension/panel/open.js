// Opens the side panel in a test: its page, a browser, a page to ask, a background that answers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

const HTML = readFileSync(join(import.meta.dirname, '../../../extension/panel/panel.html'), 'utf8');
export const TAB = { id: 7, windowId: 3, url: 'https://chat.example/x' };
export const SEEN = { site: 'converse', conversation: 'lily', state: 'reading', unknown: 0 };
const note = (/** @type {string} */ title, body = '', /** @type {string[]} */ advice = []) => ({ title, body, advice });
export const WORDING = {
  levels: Object.fromEntries(
    ['caution', 'warning', 'danger'].map((level) => [level, note('Looks suspicious', 'Body.', ['Do this.'])]),
  ),
  notes: {
    none: note('Nothing so far'),
    trusted: note('Trusted'),
    not_assessable: note('Cannot judge'),
    snoozed: note('', 'Quiet.'),
    disputed: note('', 'Put away.'),
    only_them: note('', 'One side only.'),
  },
  stages: { pivot: 'Turning to money' },
};

export const verdict = (more = {}) => ({
  n_messages: 2,
  level: 'none',
  assessable: true,
  trusted: false,
  distress: false,
  why_not: null,
  quiet: null,
  model_version: 'm',
  findings: [],
  timeline: [],
  ...more,
});

export const later = () => new Promise((resolve) => setTimeout(resolve, 20));
export const text = (/** @type {string} */ id) => document.querySelector(`#${id}`)?.textContent ?? '';
export const press = async (/** @type {string} */ label) => {
  const found = [...document.querySelectorAll('button')].find((button) => button.textContent === label);
  if (!found) throw new Error(`no button ${label} in ${document.body.textContent}`);
  found.click();
  await later();
};

/** @param {Record<string, any>} answers  of the background, by kind of question, values or functions
 * @param {Record<string, any>} page  what the page answers to `look`, and to what it is to hand over; null: not read */
export async function openPanel(answers, page) {
  const parsed = new DOMParser().parseFromString(HTML, 'text/html');
  document.body.replaceChildren(...document.importNode(parsed.body, true).childNodes);
  document.title = 'name';
  /** @type {any[]} */
  const asked = [];
  const chrome = fakeChrome();
  const all = /** @type {Record<string, any>} */ ({
    status: { state: 'connected' },
    sites: [],
    help: { ok: false },
    take: null,
    chat: { ok: true },
    feedback: { ok: true },
    forget: { ok: true },
    ...answers,
  });
  chrome.runtime.sendMessage.mockImplementation(async (question) => {
    asked.push(question);
    const answer = all[question.kind];
    return typeof answer === 'function' ? answer(question) : answer;
  });
  chrome.tabs.query.mockImplementation(async () => [TAB]);
  chrome.tabs.sendMessage.mockImplementation(async (_tabId, { kind, what }) => {
    if (!page.look) throw new Error('no receiver');
    return page[kind === 'hand_over' ? what : kind];
  });
  vi.stubGlobal('chrome', chrome);
  await import('../../../extension/panel/panel.js');
  await later();
  return { chrome, asked, answers: all, page };
}
