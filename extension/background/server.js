// Talks to Second Look on this machine, and to nothing else. Before the token or a message goes out, the server proves
// that it is the one that was paired, so that another program on its port learns nothing.

import { pairing, setPairing } from './store.js';

export const API = 1;
export const SERVER = 'http://127.0.0.1/*';
const PORTS = [47615, 47616, 47617, 47618, 47619];
const HELLO_MS = 2000;
const ANSWER_MS = 15_000;
/** @type {ServerState[]} */
const WORST_FIRST = ['stranger', 'wrong_version'];
const STATES = new Set(['loading', 'weights_missing', 'weights_damaged']);

/** The server cannot be used now. `state` says why; the page and the popup have words for each. */
export class Trouble extends Error {
  /** @param {ServerState} state  @param {number | null} [retry_s] */
  constructor(state, retry_s = null) {
    super(state);
    this.state = state;
    this.retry_s = retry_s;
  }
}

/** The server understood and said no. What a person reads goes by `code`: `message` is always in English. */
export class Refused extends Error {
  /** @param {number} status  @param {string} code  @param {string} message  @param {string[]} [names] */
  constructor(status, code, message, names) {
    super(message);
    this.status = status;
    this.code = code;
    this.names = names; // to choose from, where the server asks who is who
  }
}

const hex = (/** @type {ArrayBuffer | Uint8Array} */ bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** SHA-256 of a text, as hex.
 * @param {string} text */
export async function sha256(text) {
  return hex(await crypto.subtle.digest('SHA-256', bytesOf(text)));
}

/** What a server that knows the token answers to a nonce: HMAC-SHA256 under the token's SHA-256.
 * @param {string} token  @param {string} nonce  @param {string} instance */
export async function proofOf(token, nonce, instance) {
  const secret = await crypto.subtle.digest('SHA-256', bytesOf(token));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', key, bytesOf(`${nonce}:${instance}`)));
}

/** @param {number} port  @param {string} path  @param {RequestInit} init  @param {number} limit_ms */
async function ask(port, path, init, limit_ms) {
  return fetch(`http://127.0.0.1:${port}${path}`, {
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(limit_ms),
    ...init,
  });
}

/** What stands behind a port: our server, proven to be the paired one, or something else.
 * @param {number} port  @param {Pairing | null} paired  @returns {Promise<ServerState | 'open'>} */
async function knock(port, paired) {
  const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
  const query = paired ? `?client=${encodeURIComponent(paired.client)}&nonce=${nonce}` : '';
  try {
    const hello = await (await ask(port, `/v1/hello${query}`, {}, HELLO_MS)).json();
    if (hello?.name !== 'second-look') return 'not_running';
    if (hello.api !== API) return 'wrong_version';
    if (!paired) return 'open';
    return hello.proof === (await proofOf(paired.token, nonce, hello.instance)) ? 'connected' : 'stranger';
  } catch {
    return 'not_running';
  }
}

/** Finds the server. @param {Pairing | null} paired  @param {number[]} ports  @returns {Promise<number>} its port
 * @throws {Trouble} none was found, or none that is the paired one */
async function find(paired, ports = PORTS) {
  if (!(await chrome.permissions.contains({ origins: [SERVER] }))) throw new Trouble('no_permission');
  const known = paired && (await knock(paired.port, paired));
  if (paired && known === 'connected') return paired.port;
  const others = ports.filter((port) => port !== paired?.port);
  const found = await Promise.all(others.map((port) => knock(port, paired)));
  const at = found.findIndex((state) => state === 'connected' || state === 'open');
  if (at < 0) throw new Trouble(WORST_FIRST.find((state) => [known, ...found].includes(state)) ?? 'not_running');
  if (paired) await setPairing({ ...paired, port: others[at] });
  return others[at];
}

/** @param {Response} response  @returns {Promise<unknown>}
 * @throws {Trouble | Refused} */
async function read(response) {
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  const { code = '', message = '', names } = body?.error ?? {};
  if (response.status === 401 || code === 'not_paired') throw new Trouble('not_paired');
  if (response.status < 500) throw new Refused(response.status, code, message, names);
  const retry_s = Number(response.headers.get('Retry-After')) || null;
  throw new Trouble(STATES.has(code) ? code : 'trouble', retry_s);
}

/** One request to the paired server.
 * @param {string} path  @param {object} [body]  with one, a POST
 * @returns {Promise<any>}
 * @throws {Trouble | Refused} */
export async function request(path, body) {
  const paired = await pairing();
  const port = await find(paired);
  if (!paired) throw new Trouble('not_paired');
  /** @type {Record<string, string>} */
  const headers = { Authorization: `Bearer ${paired.token}` };
  if (body) headers['Content-Type'] = 'application/json';
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const response = await ask(port, path, init, ANSWER_MS).catch(() => {
    throw new Trouble('not_running');
  });
  return read(response);
}

/** Trades the six digits for a token.
 * @param {string} code  @param {number | null} [ownPort]  where the server was started on a port of the person's choice
 * @throws {Trouble | Refused} */
export async function pair(code, ownPort) {
  const port = await find(null, ownPort ? [ownPort] : PORTS);
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code }) };
  const response = await ask(port, '/v1/pair', init, ANSWER_MS).catch(() => {
    throw new Trouble('not_running');
  });
  const { token, client } = /** @type {any} */ (await read(response));
  await setPairing({ token, client, port });
}

/** How things stand, in one word. @returns {Promise<ServerState>} */
export async function status() {
  try {
    const { state } = await request('/v1/status');
    return state === 'ready' ? 'connected' : STATES.has(state) ? state : 'trouble';
  } catch (error) {
    return error instanceof Trouble ? error.state : 'trouble';
  }
}
