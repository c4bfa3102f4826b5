// The one place that talks to the program: it finds it, has it prove itself, and says in one word what is wrong.
import { createHash, createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeChrome } from '../chrome.js';

const TOKEN = 'a-token';
/** @type {ReturnType<typeof fakeChrome>} */
let chrome;
/** @type {typeof import('../../../extension/background/server.js')} */
let server;
/** @type {Record<number, (url: URL, init: RequestInit) => unknown>} what answers at each port */
let ports;
/** @type {{ url: URL, init: any }[]} */
let calls;

const proof = (/** @type {string | null} */ nonce) =>
  createHmac('sha256', createHash('sha256').update(TOKEN).digest()).update(`${nonce}:i1`).digest('hex');
const json = (/** @type {unknown} */ body, /** @type {ResponseInit} */ init = {}) =>
  new Response(JSON.stringify(body), init);
const failing =
  (/** @type {number} */ status, /** @type {string} */ code, headers = {}, more = {}) =>
  () =>
    json({ error: { code, message: 'What to do next.', ...more } }, { status, headers });

/** The real program, as the contract has it; `answer` is for all but hello.
 * @param {(url: URL, init: any) => unknown} [answer] */
const genuine =
  (answer = () => json({ fine: true })) =>
  (/** @type {URL} */ url, /** @type {any} */ init) => {
    if (url.pathname !== '/v1/hello') return answer(url, init);
    const nonce = url.searchParams.get('nonce');
    const known = url.searchParams.get('client') === 'c1' ? { proof: proof(nonce) } : {};
    return json({ name: 'second-look', api: 1, instance: 'i1', ...known });
  };

beforeEach(async () => {
  chrome = fakeChrome();
  vi.stubGlobal('chrome', chrome);
  [ports, calls] = [{}, []];
  vi.stubGlobal('fetch', async (/** @type {string} */ address, /** @type {any} */ init) => {
    const url = new URL(address);
    calls.push({ url, init });
    const answer = ports[Number(url.port)];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer(url, init);
  });
  server = await import('../../../extension/background/server.js');
});

const paired = (port = 47615) => chrome.storage.local.set({ pairing: { token: TOKEN, client: 'c1', port } });
const told = (/** @type {number} */ port) =>
  calls.filter(({ url, init }) => Number(url.port) === port && (init.headers?.Authorization || init.body));

describe('before anything is sent', () => {
  it('the server must prove that it is the paired one, with a nonce that is new each time', async () => {
    await paired();
    ports[47615] = genuine();
    await server.request('/v1/status');
    await server.request('/v1/status');
    const nonces = calls
      .filter(({ url }) => url.pathname === '/v1/hello')
      .map(({ url }) => url.searchParams.get('nonce'));
    expect(nonces.map((nonce) => nonce?.length)).toEqual([32, 32]);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it.each([
    ['gives no proof', {}],
    ['gives a proof under another key', { proof: '00'.repeat(32) }],
    ['repeats the proof for another nonce', { proof: proof('00') }],
  ])('a program on its port that %s gets neither token nor message', async (_what, answer) => {
    await paired();
    ports[47615] = () => json({ name: 'second-look', api: 1, instance: 'i1', ...answer });
    await expect(server.request('/v1/x', { text: 'secret' })).rejects.toMatchObject({ state: 'stranger' });
    expect(told(47615)).toEqual([]);
  });

  it('nor on a port of the person’s choice, and it is not called a server that is not running', async () => {
    await paired(50001);
    ports[50001] = () => json({ name: 'second-look', api: 1, instance: 'i1' });
    await expect(server.request('/v1/x', { text: 'secret' })).rejects.toMatchObject({ state: 'stranger' });
    expect(told(50001)).toEqual([]);
  });

  it('the real one is found behind it, on a port that it fell back to, and remembered', async () => {
    await paired();
    ports[47615] = () => json({ name: 'second-look', api: 1, instance: 'i1' });
    ports[47618] = genuine();
    await server.request('/v1/status');
    expect(told(47615)).toEqual([]);
    expect(told(47618).length).toBe(1);
    expect(chrome.kept.local.pairing.port).toBe(47618);
  });
});

describe('a request', () => {
  it('carries the token in its header, JSON in its body, and nothing of the browser', async () => {
    await paired();
    ports[47615] = genuine();
    await server.request('/v1/forget', {});
    expect(calls.at(-1)?.init).toMatchObject({
      method: 'POST',
      body: '{}',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
  });

  it.each([
    ['nothing answers', null, 'not_running', null],
    ['something else answers', () => json({ hello: 'world' }), 'not_running', null],
    ['something that is no JSON answers', () => new Response('<html>'), 'not_running', null],
    ['the versions differ', () => json({ name: 'second-look', api: 2, instance: 'i1' }), 'wrong_version', null],
    ['the token is no longer good', genuine(failing(401, 'not_paired')), 'not_paired', null],
    ['the origin is not the paired one', genuine(failing(403, 'not_paired')), 'not_paired', null],
    ['the model is loading', genuine(failing(503, 'loading', { 'Retry-After': '2' })), 'loading', 2],
    ['there are no weights', genuine(failing(503, 'weights_missing')), 'weights_missing', null],
    ['the weights are damaged', genuine(failing(503, 'weights_damaged')), 'weights_damaged', null],
    ['it breaks', genuine(failing(500, 'internal')), 'trouble', null],
  ])('where %s says so', async (_what, answer, state, retry_s) => {
    await paired();
    if (answer) ports[47615] = answer;
    await expect(server.request('/v1/x')).rejects.toMatchObject({ state, retry_s });
  });

  it('without the permission says so, and asks nobody', async () => {
    await paired();
    chrome.kept.permitted.clear();
    await expect(server.request('/v1/x')).rejects.toMatchObject({ state: 'no_permission' });
    expect(calls).toEqual([]);
  });

  it('from a browser that was never paired says so, and sends nothing', async () => {
    ports[47615] = genuine();
    await expect(server.request('/v1/x', { text: 'secret' })).rejects.toMatchObject({ state: 'not_paired' });
    expect(told(47615)).toEqual([]);
  });

  it('that is refused carries what the server says to the person', async () => {
    await paired();
    ports[47615] = genuine(failing(422, 'who_is_me', {}, { names: ['Ann'] }));
    await expect(server.request('/v1/x', {})).rejects.toMatchObject({
      status: 422,
      message: 'What to do next.',
      names: ['Ann'],
    });
  });
});

describe('pairing', () => {
  it('trades six digits for a token, and keeps it', async () => {
    ports[47616] = genuine((_url, { body }) =>
      json(JSON.parse(body).code === '123456' && { token: TOKEN, client: 'c1' }),
    );
    await server.pair('123456');
    expect(chrome.kept.local.pairing).toEqual({ token: TOKEN, client: 'c1', port: 47616 });
  });

  it('on a port of the person’s choice asks only there', async () => {
    ports[50001] = genuine(() => json({ token: TOKEN, client: 'c1' }));
    await server.pair('123456', 50001);
    expect(new Set(calls.map(({ url }) => url.port))).toEqual(new Set(['50001']));
  });

  it('with a wrong code keeps nothing', async () => {
    ports[47615] = genuine(failing(403, 'wrong_code'));
    await expect(server.pair('000000')).rejects.toMatchObject({ code: 'wrong_code' });
    expect(chrome.kept.local).toEqual({});
  });
});

describe('the status', () => {
  it.each([
    ['ready', 'connected'],
    ['loading', 'loading'],
    ['weights_missing', 'weights_missing'],
    ['something new', 'trouble'],
  ])('%s is %s', async (state, word) => {
    await paired();
    ports[47615] = genuine(() => json({ state }));
    expect(await server.status()).toBe(word);
  });
});
