// The options page: is it working, pairing, which addresses are read, what is kept, and how to forget it.

import { SERVER } from '../background/server.js';
import { patternOf } from '../background/sites.js';
import { ask, byId, confirmed, h, stateCard, t, translate } from '../shared/page.js';

const input = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));

async function showState() {
  const { state, paired } = await ask({ kind: 'status' });
  byId('state').replaceChildren(stateCard(state, state === 'connected' ? 'fine' : 'problem'));
  byId('allow').hidden = state !== 'no_permission';
  byId('pair')
    .querySelector('button[type="submit"]')
    ?.replaceChildren(t(paired ? 'pair_again' : 'pair'));
}

async function showSites() {
  const rows = /** @type {{ pattern: string, names: string[], on: boolean }[]} */ (await ask({ kind: 'sites' }));
  const here = document.activeElement?.getAttribute('data-pattern');
  byId('sites').replaceChildren(
    ...rows.map(({ pattern, names, on }) => {
      const host = pattern.replace(/\/\*$/, '').replace('https://', '');
      const click = async () => {
        if (!on && !(await chrome.permissions.request({ origins: [pattern] }))) return;
        await ask({ kind: 'switch', pattern, on: !on });
        await showSites();
      };
      const words = h('span.names', {}, names.join(', ') || host, names.length > 0 && h('span.host', {}, host));
      const label = `${names.join(', ') || host}`;
      return h(
        'li',
        {},
        words,
        h('span', {}, t(on ? 'is_on' : 'is_off')),
        h(
          'button',
          {
            click,
            'data-pattern': pattern,
            'aria-label': `${t(on ? 'switch_off' : 'switch_on')}: ${label}`,
          },
          t(on ? 'switch_off' : 'switch_on'),
        ),
      );
    }),
  );
  /** @type {HTMLElement | null} */ (here && byId('sites').querySelector(`[data-pattern="${here}"]`))?.focus();
}

async function showTaught() {
  const origins = /** @type {string[]} */ (await ask({ kind: 'taught' }));
  byId('taught').hidden = origins.length === 0;
  byId('taught-list').replaceChildren(
    ...origins.map((origin) => {
      const click = async () => {
        await ask({ kind: 'forget_taught', origin });
        await showTaught();
      };
      const label = `${t('forget_taught')}: ${origin}`;
      return h('li', {}, h('span.names', {}, origin), h('button', { click, 'aria-label': label }, t('forget_taught')));
    }),
  );
}

/** @param {{ state: string, code?: string }} answer */
function notPaired({ state, code }) {
  if (code === 'no_code') return t('no_code');
  if (state === 'refused') return t('wrong_code'); // or no code at all: not six digits
  return t('heading_and_text', t(`${state}_title`), t(`${state}_fix`));
}

byId('pair').addEventListener('submit', async (event) => {
  event.preventDefault();
  byId('pair-answer').textContent = '';
  const code = input('code').value.replace(/\D/g, '');
  const answer = await ask({ kind: 'pair', code, port: Number(input('port').value) || null });
  byId('pair-answer').textContent = answer.ok ? t('paired') : notPaired(answer);
  if (answer.ok) input('code').value = '';
  await showState();
});

byId('add').addEventListener('submit', async (event) => {
  event.preventDefault();
  const typed = input('address').value.trim();
  const pattern = patternOf(/^https?:/.test(typed) ? typed : `https://${typed}`);
  byId('add-answer').textContent = pattern ? '' : t('bad_address');
  if (!pattern || !(await chrome.permissions.request({ origins: [pattern] }))) return;
  await ask({ kind: 'switch', pattern, on: true });
  input('address').value = '';
  await showSites();
});

byId('check').addEventListener('click', showState);
byId('allow').addEventListener('click', async () => {
  await chrome.permissions.request({ origins: [SERVER] });
  await showState();
});
confirmed(byId('forget'), t('forget_all_ask'), t('forget_all'), async () => {
  const { ok } = await ask({ kind: 'forget_all' });
  return t(ok ? 'forget_all_done' : 'not_saved');
});
confirmed(byId('reset'), t('reset_ask'), t('reset'), async () => {
  await ask({ kind: 'reset' });
  await Promise.all([showState(), showSites(), showTaught()]);
  return t('reset_done');
});
chrome.permissions.onAdded.addListener(() => showSites());
chrome.permissions.onRemoved.addListener(() => showSites());

translate();
await Promise.all([showState(), showSites(), showTaught()]);
