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
});
