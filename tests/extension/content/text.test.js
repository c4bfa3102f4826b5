// What counts as the words of a row, and when they were sent.
import { beforeEach, describe, expect, it } from 'vitest';
import { loadReader } from '../load.js';

beforeEach(loadReader);

/** @param {string} html  @returns {string} */
function textOf(html) {
  const row = document.createElement('div');
  row.innerHTML = `<div class="text">${html}</div>`;
  return SecondLook.textOf(/** @type {Site} */ ({ text: '.text', exclude: '.quote, time' }), row);
}

describe('the text of a row', () => {
  it.each([
    ['one<br>two', 'one\ntwo'],
    ['<p>one</p><p>two</p>', 'one\ntwo'],
    ['  a \n   b  ', 'a\nb'],
    ['a&nbsp;b', 'a b'],
    ['well <b>done</b>', 'well done'],
    ['<span class="quote">their words</span>mine', 'mine'],
    ['hi<time>09:00</time>', 'hi'],
    ['hi <img alt="😀">', 'hi 😀'],
    ['<img alt="Photo of a cat">', ''],
    ['<script>alert(1)</script>hi<style>b{}</style>', 'hi'],
    ['&lt;b onclick=x&gt;', '<b onclick=x>'],
    ['', ''],
  ])('%j reads %j', (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it('is never longer than the server takes, and never ends in half a character', () => {
    const text = textOf('x'.repeat(7999) + '😀😀');
    expect(text.length).toBe(8000);
    expect(text.isWellFormed()).toBe(true);
  });
});

describe('the time of a row', () => {
  it.each([
    ['2026-11-02T09:00:00Z', '2026-11-02T09:00:00.000Z'],
    ['2 November 2026, 09:00:05', '2026-11-02T09:00:05.000Z'],
    [1791800000000, '2026-10-12T10:13:20.000Z'],
    ['yesterday', null],
    [1e15, null],
    [5, null],
    ['', null],
    [null, null],
  ])('%j is %j', (value, iso) => {
    expect(SecondLook.time(value)).toBe(iso);
  });

  it.each([
    ['[18:05, 24/11/2026] Anna: ', '2026-11-24T18:05:00.000Z'],
    ['[18:05, 11/24/2026] Anna: ', '2026-11-24T18:05:00.000Z'],
    ['[6:05 PM, 11/24/2026] Anna: ', '2026-11-24T18:05:00.000Z'],
    ['[12:05 am, 24.11.2026] Anna: ', '2026-11-24T00:05:00.000Z'],
    ['[18:05, 2026-11-04] Anna: ', '2026-11-04T18:05:00.000Z'],
    ['[18:05, 4/11/2026] Anna: ', null],
    ['Anna: ', null],
  ])('a WhatsApp stamp %j is %j, and null where day and month cannot be told apart', (stamp, iso) => {
    expect(SecondLook.clock(stamp, null)).toBe(iso);
  });

  it('a stamp that can be read two ways is read as another one in the same chat proves', () => {
    const chat = document.createElement('div');
    chat.innerHTML = '<i data-pre-plain-text="[18:05, 24/11/2026] Anna: "></i>';
    expect(SecondLook.clock('[07:00, 4/11/2026] Anna: ', chat)).toBe('2026-11-04T07:00:00.000Z');
  });
});
