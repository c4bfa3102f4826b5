// The local page: takes a chat in, asks who is who, shows what the server thinks of it.

import { Refused, base64, hasKey, pair, request, takeKey, whenReady } from './api.js';
import { byId, h } from './dom.js';
import { showResult } from './result.js';

const MAX_FILE_BYTES = 24_000_000; // base64 makes it a third longer, and the server takes 32 MiB
const SAMPLE_NAMES = { suspicious: 'Kim', ordinary: 'Sam' };

/** @type {{ name: string, blob: Blob } | null} the chat that is being asked about */
let chat = null;

const show = (/** @type {string} */ id, shown = true) => (byId(id).hidden = !shown);

/** @param {unknown} error */
function explain(error) {
  show('busy', false);
  if (!(error instanceof Refused)) throw error;
  if (error.code === 'not_paired') return askForCode();
  if (error.code === 'who_is_me') return askWho(error.names);
  byId('error').textContent = error.message;
  show('error');
}

function askForCode() {
  show('pairing');
  show('ask', false);
  show('who', false);
  byId('code').focus();
}

/** @param {string[]} names */
function askWho(names) {
  const choices = names.map((name) =>
    h('label', {}, h('input', { type: 'radio', name: 'me', value: name, required: true }), name),
  );
  byId('names').replaceChildren(...choices);
  show('who');
  byId('names').querySelector('input')?.focus();
}

/** @param {string} text */
function busy(text) {
  byId('busy-text').textContent = text;
  show('busy');
}

/** How much there is to read, in words. Lines can be counted in text only.
 * @param {Blob} blob */
async function readingText(blob) {
  const head = blob.size < 5_000_000 ? await blob.text() : '';
  const lines = head.startsWith('PK') ? 0 : head.split('\n').length;
  const long = lines > 2000 || blob.size > 1_000_000 ? ' This can take a minute.' : '';
  return lines > 1 ? `Reading about ${lines.toLocaleString('en')} lines …${long}` : `Reading the chat …${long}`;
}

/** @param {string | null} me */
async function read(me) {
  if (!chat) return;
  for (const id of ['error', 'result', 'who']) show(id, false);
  if (chat.blob.size > MAX_FILE_BYTES) {
    explain(new Refused('too_large', 'That file is too large. Export the chat without media, or paste a part of it.'));
    return;
  }
  const reading = await readingText(chat.blob);
  busy(reading);
  const { name, blob } = chat;
  try {
    const body = { file: { name, data: await base64(blob) }, me };
    const wording = await request('/v1/wording?lang=en');
    const asking = () => request('/v1/assess', body);
    const verdict = await whenReady(asking, busy);
    show('busy', false);
    showResult(byId('result'), verdict, wording);
  } catch (error) {
    explain(error);
  }
}

/** @param {string} name  @param {Blob} blob  @param {string | null} [me] */
function take(name, blob, me = null) {
  chat = { name, blob };
  return read(me);
}

/** @param {File | undefined} file */
function takeFile(file) {
  if (!file) return;
  byId('chat').value = '';
  take(file.name, file);
}

function listen() {
  byId('ask').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = byId('chat').value;
    if (text.trim()) return take('pasted.txt', new Blob([text]));
    byId('chat').focus();
    explain(new Refused('empty', 'Paste a chat first, or choose a file.'));
  });
  byId('who').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    read(/** @type {string} */ (new FormData(byId('who')).get('me')));
  });
  byId('pairing').addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    show('error', false);
    try {
      await pair(byId('code').value.replace(/\D/g, ''));
      show('pairing', false);
      show('ask');
      byId('chat').focus();
    } catch (error) {
      explain(error);
    }
  });
  byId('choose').addEventListener('click', () => byId('file').click());
  byId('file').addEventListener('change', () => {
    takeFile(byId('file').files[0]);
    byId('file').value = ''; // so that the same file can be chosen again
  });
  for (const button of document.querySelectorAll('[data-sample]')) {
    button.addEventListener('click', () => sample(button.getAttribute('data-sample') ?? ''));
  }
}

/** @param {string} which */
async function sample(which) {
  const name = `sample-${which}.txt`;
  const text = await (await fetch(`/page/${name}`)).text();
  byId('chat').value = text;
  take(name, new Blob([text]), SAMPLE_NAMES[/** @type {'suspicious' | 'ordinary'} */ (which)]);
}

/** A file can be dropped anywhere, so that a near miss does not open it in the browser. */
function listenForDrops() {
  const card = byId('ask');
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    card.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) card.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    card.classList.remove('over');
    const dropped = event.dataTransfer;
    if (dropped?.files.length) return takeFile(dropped.files[0]);
    const text = dropped?.getData('text/plain');
    if (text) take('pasted.txt', new Blob([(byId('chat').value = text)]));
  });
}

function listenForForgetting() {
  const sure = (/** @type {boolean} */ asked) => {
    show('forget-sure', asked);
    show('forget-ask', !asked);
    byId(asked ? 'forget-no' : 'forget-ask').focus();
  };
  byId('forget-ask').addEventListener('click', () => sure(true));
  byId('forget-no').addEventListener('click', () => sure(false));
  byId('forget-yes').addEventListener('click', async () => {
    sure(false);
    try {
      const { forgotten } = await request('/v1/forget', {});
      byId('forgotten').textContent = `Forgotten: ${forgotten} ${forgotten === 1 ? 'chat' : 'chats'}.`;
    } catch (error) {
      explain(error);
    }
  });
}

/** Says at once where no chat can be judged now; does not hold up the person. */
async function greet() {
  if (!hasKey()) return askForCode();
  try {
    const { state, message } = await request('/v1/status');
    byId('status').textContent = message;
    show('status', state !== 'ready');
    if (state === 'loading') setTimeout(greet, 1000);
  } catch (error) {
    explain(error);
  }
}

takeKey();
listen();
listenForDrops();
listenForForgetting();
greet();
