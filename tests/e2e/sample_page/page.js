// Draws messages as they come. Called from outside, by whoever replays a chat.
const log = document.querySelector('[role="log"]');
let day = '';

/** @param {{ id: string, sender: 'me' | 'them', text: string, sent_at: string }} message */
globalThis.draw = ({ id, sender, text, sent_at }) => {
  const when = new Date(sent_at);
  const thisDay = when.toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  if (thisDay !== day) log.append(make('div', { role: 'separator' }, (day = thisDay)));
  const clock = when.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'UTC' });
  const row = make('div', { role: 'article', 'data-message-id': id, class: sender === 'me' ? 'outgoing' : 'incoming' });
  row.append(make('p', {}, text), make('time', { datetime: sent_at }, clock));
  log.append(row);
  row.scrollIntoView();
};

/** Another chat at another address, as a page does that is never loaded anew. */
globalThis.turnTo = (address) => {
  history.pushState(null, '', address);
  log.replaceChildren();
  day = '';
};

function make(tag, attributes, text = '') {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}
