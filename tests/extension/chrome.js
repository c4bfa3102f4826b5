// A stand-in for the parts of the browser's extension interface that the code uses, with its state in the open.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

const LOCALES = join(import.meta.dirname, '../../extension/_locales');
export const languages = readdirSync(LOCALES);

/** The strings in a language. @param {string} lang  @returns {Record<string, { message: string }>} */
export const messagesIn = (lang) => JSON.parse(readFileSync(join(LOCALES, lang, 'messages.json'), 'utf8'));
export const messages = messagesIn('en');

/** An event to which listeners are added, and which the test fires. */
export function event() {
  /** @type {Set<(...values: any[]) => any>} */
  const listeners = new Set();
  return {
    addListener: (/** @type {(...values: any[]) => any} */ listener) => listeners.add(listener),
    removeListener: (/** @type {(...values: any[]) => any} */ listener) => listeners.delete(listener),
    fire: (/** @type {any[]} */ ...values) => [...listeners].map((listener) => listener(...values)),
  };
}

/** @param {Record<string, any>} kept */
const area = (kept) => ({
  get: async (/** @type {string} */ name) => (name in kept ? { [name]: structuredClone(kept[name]) } : {}),
  set: async (/** @type {object} */ values) => void Object.assign(kept, structuredClone(values)),
  remove: async (/** @type {string} */ name) => void delete kept[name],
  clear: async () => Object.keys(kept).forEach((name) => delete kept[name]),
});

/** What gives the strings in a language, as the browser would. Throws for one that is missing: a typo must not pass.
 * @param {string} lang */
export function getMessageIn(lang) {
  const strings = messagesIn(lang);
  return (/** @type {string} */ name, /** @type {string[]} */ values = []) => {
    if (!strings[name]) throw new Error(`no string ${name}`);
    return strings[name].message.replace(/\$(\d)/g, (_all, n) => values[n - 1]);
  };
}
export const getMessage = getMessageIn('en');

/** @param {{ granted?: string[], lang?: string }} [options] */
export function fakeChrome({ granted = ['http://127.0.0.1/*'], lang = 'en' } = {}) {
  const [local, session] = [/** @type {Record<string, any>} */ ({}), /** @type {Record<string, any>} */ ({})];
  const permitted = new Set(granted);
  /** @type {any[]} */
  const scripts = [];
  const badge = /** @type {Record<number, { text: string, title: string }>} */ ({});
  const of = (/** @type {number} */ tabId) => (badge[tabId] ??= { text: '', title: '' });
  return {
    kept: { local, session, permitted, scripts, badge },
    storage: { local: { ...area(local), setAccessLevel: vi.fn() }, session: { ...area(session), onChanged: event() } },
    permissions: {
      contains: async (/** @type {any} */ { origins }) =>
        origins.every((/** @type {string} */ origin) => permitted.has(origin)),
      request: async (/** @type {any} */ { origins }) =>
        origins.forEach((/** @type {string} */ origin) => permitted.add(origin)) ?? true,
      remove: async (/** @type {any} */ { origins }) =>
        origins.forEach((/** @type {string} */ origin) => permitted.delete(origin)) ?? true,
      onAdded: event(),
      onRemoved: event(),
    },
    scripting: {
      getRegisteredContentScripts: async () => structuredClone(scripts),
      registerContentScripts: async (/** @type {any[]} */ added) => {
        for (const { id } of added) if (scripts.some((script) => script.id === id)) throw new Error(`twice: ${id}`);
        scripts.push(...added);
      },
      unregisterContentScripts: async (/** @type {any} */ { ids }) => {
        for (const id of ids)
          scripts.splice(
            scripts.findIndex((script) => script.id === id),
            1,
          );
      },
      executeScript: vi.fn(async (/** @type {any} */ { files }) => (files ? [{ frameId: 0, result: true }] : [])),
    },
    tabs: {
      query: vi.fn(async () => /** @type {any[]} */ ([])),
      sendMessage: vi.fn(
        async (/** @type {number} */ _tabId, /** @type {any} */ _message) => /** @type {any} */ (undefined),
      ),
      get: vi.fn(async (/** @type {number} */ id) => ({ id, windowId: 3, url: 'https://chat.example/x' })),
      create: vi.fn(async (/** @type {any} */ _tab) => ({})),
      reload: vi.fn(async (/** @type {number} */ _tabId) => {}),
      onRemoved: event(),
      onActivated: event(),
      onUpdated: event(),
    },
    windows: { getCurrent: async () => ({ id: 3 }) },
    sidePanel: { open: vi.fn(async (/** @type {any} */ _where) => {}) },
    contextMenus: { create: vi.fn(), removeAll: vi.fn(async () => {}), onClicked: event() },
    action: {
      setBadgeText: async (/** @type {any} */ { tabId, text }) => void (of(tabId).text = text),
      setTitle: async (/** @type {any} */ { tabId, title }) => void (of(tabId).title = title),
      setBadgeBackgroundColor: vi.fn(),
      setBadgeTextColor: vi.fn(),
    },
    i18n: { getMessage: getMessageIn(lang) },
    runtime: {
      id: 'x',
      getURL: (/** @type {string} */ path) => `chrome-extension://x/${path}`,
      openOptionsPage: vi.fn(),
      sendMessage: vi.fn(async (/** @type {any} */ _question) => /** @type {any} */ (undefined)),
      onInstalled: event(),
      onConnect: event(),
      onMessage: event(),
    },
    commands: { onCommand: event() },
  };
}
