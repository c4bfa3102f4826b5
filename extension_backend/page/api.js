// Talks to the server that this page came from. The key arrives in the link's fragment, which browsers send nowhere.

const KEY = 'second-look-key';

/** The server said no, or could not be reached. `message` is for the person. */
export class Refused extends Error {
  /** @param {string} code  @param {string} message  @param {{ names?: string[], retry_s?: number }} [more] */
  constructor(code, message, { names = [], retry_s = 0 } = {}) {
    super(message);
    this.code = code;
    this.names = names;
    this.retry_s = retry_s;
  }
}

/** Takes the key out of the address bar, so that it is in no history and no screenshot. */
export function takeKey() {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key) return;
  sessionStorage.setItem(KEY, key);
  history.replaceState(null, '', location.pathname);
}

export const hasKey = () => sessionStorage.getItem(KEY) !== null;

/** @param {string} code  six digits */
export async function pair(code) {
  const { token } = await request('/v1/pair', { code });
  sessionStorage.setItem(KEY, token);
}

/** @param {string} path  @param {object} [body]  with one, a POST  @returns {Promise<any>}
 * @throws {Refused} */
export async function request(path, body) {
  /** @type {Record<string, string>} */
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(KEY) ?? ''}` };
  if (body) headers['Content-Type'] = 'application/json';
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(path, { cache: 'no-store', ...init }).catch(() => {
    throw new Refused('not_running', 'Second Look does not answer. Is it still running? Start it again with: make run');
  });
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  const { code = 'trouble', message = 'Something went wrong. Try again.', names } = answer?.error ?? {};
  if (code === 'not_paired') sessionStorage.removeItem(KEY);
  const retry_s = Number(response.headers.get('Retry-After'));
  throw new Refused(response.status === 413 ? 'too_large' : code, message, { names, retry_s });
}

/** Waits while the server is still getting ready.
 * @template T
 * @param {() => Promise<T>} ask  @param {(why: string) => void} onWait  @returns {Promise<T>} */
export async function whenReady(ask, onWait) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'loading')) throw error;
      onWait(error.message);
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retry_s || 1)));
    }
  }
}

/** A file or a pasted text as base64.
 * @param {Blob} blob  @returns {Promise<string>} */
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Refused('unreadable', 'The browser could not read that file. Choose it again.'));
    reader.readAsDataURL(blob);
  });
}
