// A taught rule as a site record: it reads like any other, and where the page no longer shows what was taught, it says so.
import { beforeEach, describe, expect, it } from 'vitest';
import { loadPart, loadReader } from '../load.js';

beforeEach(async () => {
  await loadReader();
  await loadPart('taught');
});

/** @param {Partial<TaughtRule['sides']>} sides  @returns {TaughtRule} */
const rule = (sides, version = 1) => ({
  version,
  taught_at: '2026-11-26T10:00:00.000Z',
  root: 'main',
  row: 'main > div',
  text: 'main > div > p',
  exclude: 'time',
  sides: { me: '', them: '', layouts: [], ...sides },
});

/** @param {TaughtRule} taught  @param {string} html */
function senders(taught, html) {
  document.body.innerHTML = `<main>${html}</main>`;
  const site = /** @type {Site} */ (SecondLook.taughtSite(taught));
  const [root] = SecondLook.rootsOf(site, document);
  const { messages, unknown } = new SecondLook.Page(site, root);
  return [messages.map(({ sender }) => sender).join(' '), unknown];
}
const row = (attributes = '', more = '') => `<div ${attributes}>${more}<p>words</p></div>`;
const end = 'style="display:flex;justify-content:flex-end"';
const END = 'layout justify-content:flex-end';

describe('who wrote a row', () => {
  it.each([
    [
      'either sign',
      { me: 'word data-own:true', them: 'word data-own:false' },
      row('data-own="true"') + row('data-own="false"'),
      'me them',
      0,
    ],
    ['neither of two', { me: 'word data-own:true', them: 'word data-own:false' }, row(), '', 1],
    ['both of two', { me: 'attr img', them: 'attr svg' }, row('', '<img><svg></svg>'), '', 1],
    ['the lack of one', { me: END, layouts: [END] }, row(end) + row(), 'me them', 0],
    ['a layout that no example had', { me: END, layouts: [END] }, row(end) + row('style="text-align:center"'), 'me', 1],
    ['the lack of one that the page shows nowhere', { me: END, layouts: [END] }, row() + row(), '', 2],
    [
      'another name than the own',
      { me: 'value data-by:H', them: 'other data-by:H' },
      row('data-by="anna"') + row('data-by="lily"') + row(),
      'me them',
      1,
    ],
  ])('by %s', (_how, sides, html, want, unknown) => {
    const named = Object.fromEntries(
      Object.entries(sides).map(([side, sign]) => [
        side,
        typeof sign === 'string' ? sign.replace(':H', `:${SecondLook.hash('anna')}`) : sign,
      ]),
    );
    expect(senders(rule(named), html)).toEqual([want, unknown]);
  });

  it('is asked again once the page shows the sign', async () => {
    const taught = rule({ me: END, layouts: [END] });
    document.body.innerHTML = `<main>${row()}</main>`;
    const site = /** @type {Site} */ (SecondLook.taughtSite(taught));
    const [root] = SecondLook.rootsOf(site, document);
    const [first] = root.children;
    expect(site.direction?.(first)).toBe('unknown');
    await new Promise((resolve) => setTimeout(resolve, 1050));
    root.insertAdjacentHTML('beforeend', row(end));
    expect(site.direction?.(first)).toBe('them');
  });
});

describe('where two of the other side write', () => {
  it('they have different names, so that a group is known for one', () => {
    const own = SecondLook.hash('anna');
    document.body.innerHTML = `<main>${['anna', 'lily', 'mia'].map((name) => row(`data-by="${name}"`)).join('')}</main>`;
    const site = /** @type {Site} */ (
      SecondLook.taughtSite(rule({ me: `value data-by:${own}`, them: `other data-by:${own}` }))
    );
    const page = new SecondLook.Page(site, SecondLook.rootsOf(site, document)[0]);
    expect(page.authors.size).toBe(2);
  });
});

describe('a page that was taught', () => {
  const url = new URL('https://chat.example/room/7?x=1#lily');

  it('is read by that before any other record, and no longer once it is forgotten', () => {
    document.body.innerHTML = '<div role="log"></div><main></main>';
    SecondLook.useRule?.(rule({ me: END }));
    expect(SecondLook.siteFor(url, document)?.id).toBe('taught');
    SecondLook.useRule?.(rule({ me: 'attr img' }));
    expect(SecondLook.sites.filter(({ id }) => id === 'taught').length).toBe(1);
    SecondLook.useRule?.(null);
    expect(SecondLook.siteFor(url, document)?.id).toBe('generic');
  });

  it('is not read by a rule of another version', () => {
    SecondLook.useRule?.(rule({ me: END }, 2));
    expect(SecondLook.sites.some(({ id }) => id === 'taught')).toBe(false);
  });

  it('taught anew is another chat, so that what was read wrongly before does not stay', () => {
    const of = (/** @type {string} */ taught_at) =>
      SecondLook.taughtSite({ ...rule({ me: END }), taught_at })?.conversation(url, document, null);
    expect(of('2026-01-01')).not.toBe(of('2026-01-02'));
    expect(of('2026-01-01')).toContain('/room/7?x=1#lily');
  });
});
