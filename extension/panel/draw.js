// Parts of the panel are drawn anew only where what they show has changed: the focus, an open question and a half-written
// note stay while a chat goes on.

import { byId } from '../shared/page.js';

/** @type {Map<string, string>} */
const drawn = new Map();

/** @param {string} id  of the part  @param {unknown} shown  all that it depends on
 * @param {() => (Node | false)[] | Promise<(Node | false)[]>} build */
export async function draw(id, shown, build) {
  const now = JSON.stringify(shown);
  if (drawn.get(id) === now) return;
  drawn.set(id, now);
  const nodes = await build();
  if (drawn.get(id) !== now) return; // it changed meanwhile
  const place = byId(id);
  const focused = place.contains(document.activeElement);
  place.replaceChildren(...nodes.filter((node) => node !== false));
  if (focused) place.querySelector('button')?.focus();
}
