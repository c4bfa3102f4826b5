// What the popup, the side panel and the options page share: strings put into the page, and the way to the background.

import '../content/namespace.js';
import '../content/dom.js';

export const { h, t, locale } = globalThis.SecondLook;

/** Puts the strings in: `data-t` names one for the text of an element. */
export function translate() {
  Object.assign(document.documentElement, locale());
  document.title = t(document.title);
  for (const element of document.querySelectorAll('[data-t]'))
    element.textContent = t(element.getAttribute('data-t') ?? '');
}

/** @param {OwnQuestion} question  @returns {Promise<any>} */
export const ask = (question) => chrome.runtime.sendMessage(question);

/** @param {string} id  @returns {HTMLElement} */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** A card that says how things stand and what to do.
 * @param {string} what  name of a pair of strings  @param {string} tone  a level, `problem`, `fine` or `quiet`
 * @param {Note | null} [note]  the words of the server, where it has some */
export function stateCard(what, tone, note) {
  const { title, body } = note ?? { title: t(`${what}_title`), body: t(`${what}_fix`) };
  const words = [h('strong', {}, title), h('p', {}, body)];
  return h(
    `div.state.${tone}`,
    {},
    h('span.sign', { 'aria-hidden': 'true' }, SIGNS[tone] ?? '?'),
    h('div', {}, ...words),
  );
}

/** @type {Record<string, string>} */
const SIGNS = { caution: 'i', warning: '!', danger: '!!', fine: '✓', quiet: '–', problem: '?' };

/** A button that asks once more, in its own place, before it does something that weighs.
 * @param {HTMLElement} button  @param {string | (() => Promise<Node | string>)} question  asked for when it is pressed
 * @param {string} yes  @param {() => Promise<string>} action  returns what to say afterwards */
export function confirmed(button, question, yes, action) {
  const say = (/** @type {string} */ text) => h('p', { role: 'status' }, text);
  button.addEventListener('click', async () => {
    const asked = typeof question === 'function' ? await question() : question;
    if (!button.isConnected) return;
    const back = (/** @type {Node[]} */ ...said) => {
      const here = box.contains(document.activeElement);
      box.replaceWith(button, ...said);
      if (here) button.focus();
    };
    const go = async () => back(say(await action()));
    const confirm = h('button.strong', { click: go }, yes);
    const words = typeof asked === 'string' ? h('p', {}, asked) : asked;
    const box = h('div.confirm', {}, words, confirm, ' ', h('button', { click: () => back() }, t('back')));
    if (button.nextElementSibling?.getAttribute('role') === 'status') button.nextElementSibling.remove();
    button.replaceWith(box);
    /** @type {HTMLElement} */ (box.querySelector('textarea, input') ?? confirm).focus();
  });
}
