// Whom to turn to: the lines for this chat, in the person's country, which they can change.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeChrome, languages } from '../chrome.js';

const line = (more = {}) => ({
  name: 'Report <b>Fraud</b>',
  phone: '0300 123 2040',
  url: 'https://www.reportfraud.police.uk/start',
  hours: '24/7',
  languages: ['en', 'cy'],
  source: 'https://example.org',
  checked: '2026-09',
  ...more,
});
const HELP = {
  country: 'GB',
  countries: ['AU', 'GB', 'US'],
  fraud: [line()],
  trafficking: [line({ name: 'Helpline', url: null, hours: null, languages: [] })],
};
const BOTH = { fraud: true, trafficking: true };

/** @type {any[]} */
let asked;
const later = () => new Promise((resolve) => setTimeout(resolve));

/** @param {{ fraud: boolean, trafficking: boolean }} wanted  @param {{ lang?: string, answer?: object }} [more] */
async function shown(wanted, { lang = 'en', answer = { ok: true, help: HELP } } = {}) {
  const chrome = fakeChrome({ lang });
  chrome.runtime.sendMessage.mockImplementation(async (question) => {
    asked.push(question);
    return answer;
  });
  vi.stubGlobal('chrome', chrome);
  const { helpBlock } = await import('../../../extension/shared/help.js');
  const block = helpBlock(wanted);
  document.body.append(block);
  await later();
  return block;
}

beforeEach(() => void (asked = []));

it.each([
  [BOTH, ['To report a fraud or ask for advice', 'For a sender who may be held and forced to write']],
  [{ fraud: true, trafficking: false }, ['To report a fraud or ask for advice']],
  [{ fraud: false, trafficking: true }, ['For a sender who may be held and forced to write']],
])('%j shows those lines and no others', async (wanted, headings) => {
  const block = await shown(wanted);
  expect([...block.querySelectorAll('h3')].map((heading) => heading.textContent)).toEqual(headings);
});

it('a line says its name, number, address, hours, languages and how fresh it is, all as text', async () => {
  const block = await shown({ fraud: true, trafficking: false });
  const item = block.querySelector('li');
  expect(item?.querySelector('.name')?.textContent).toBe('Report <b>Fraud</b>');
  expect(item?.querySelector('.phone bdi')?.textContent).toBe('0300 123 2040');
  expect(item?.textContent).toContain('24/7 · English, Welsh · in service in September 2026');
  expect(block.querySelector('[href^="tel:"]')).toBeNull();
});

it('what a line lacks is left out', async () => {
  const block = await shown({ fraud: false, trafficking: true });
  expect(block.querySelector('a')).toBeNull();
  expect(block.querySelector('.soft')?.textContent).toBe('in service in September 2026');
});

it('an address opens in a new tab that learns nothing of where it was opened', async () => {
  const link = (await shown({ fraud: true, trafficking: false })).querySelector('a');
  expect([link?.href, link?.target, link?.rel, link?.textContent]).toEqual([
    'https://www.reportfraud.police.uk/start',
    '_blank',
    'noopener noreferrer',
    'www.reportfraud.police.uk',
  ]);
});

it('a number is copied by its button, which says so', async () => {
  const writeText = vi.fn(async () => {});
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
  const block = await shown({ fraud: true, trafficking: false });
  const button = block.querySelector('button');
  expect([button?.textContent, button?.getAttribute('aria-label')]).toEqual(['Copy', 'Copy 0300 123 2040']);
  button?.click();
  await later();
  expect(writeText).toHaveBeenCalledWith('0300 123 2040');
  expect(block.querySelector('[role=status]')?.textContent).toContain('Copied.');
});

describe('the country', () => {
  it('is the one that the lines are of, among all that there are', async () => {
    const select = (await shown(BOTH)).querySelector('select');
    expect([...(select?.options ?? [])].map((option) => option.textContent)).toEqual([
      'Australia',
      'United Kingdom',
      'United States',
      'Another country',
    ]);
    expect(select?.value).toBe('GB');
  });

  it('that has no lines of its own is another one', async () => {
    const answer = { ok: true, help: { ...HELP, country: null } };
    expect((await shown(BOTH, { answer })).querySelector('select')?.value).toBe('');
  });

  it.each(['US', ''])('can be changed to %j, and the choice is the one in use', async (chosen) => {
    const block = await shown(BOTH);
    const select = /** @type {HTMLSelectElement} */ (block.querySelector('select'));
    select.value = chosen;
    select.dispatchEvent(new Event('change'));
    await later();
    expect(asked).toEqual([
      { kind: 'help', country: undefined },
      { kind: 'help', country: chosen },
    ]);
    expect(document.activeElement).toBe(block.querySelector('select'));
  });
});

it('where the server cannot be asked, nothing is shown', async () => {
  const block = await shown(BOTH, { answer: { ok: false, state: 'not_running', retry_s: null } });
  expect(block.textContent).toBe('');
});

it.each(languages.filter((lang) => lang !== 'en'))('in %s names and months are of that language', async (lang) => {
  const text = (await shown(BOTH, { lang })).textContent ?? '';
  expect(text).not.toMatch(/English|Welsh|United Kingdom|in service|Copy/);
});
