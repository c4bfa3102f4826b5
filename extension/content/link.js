// The way to the background. A content script never fetches; it asks, and the background, which alone holds the token,
// answers. The background may be put to sleep or killed at any time: then what was asked fails, and is asked again.
{
  const PATIENCE_MS = 20_000;

  SecondLook.Link = class Link {
    constructor() {
      /** @type {chrome.runtime.Port | null} */
      this.port = null;
      /** @type {Map<number, (answer: Answer) => void>} */
      this.waiting = new Map();
      this.asked = 0;
    }

    /**
     * @param {PageQuestion} question
     * @returns {Promise<Answer>} `away` where the background went away before it answered
     */
    ask(question) {
      return new Promise((resolve) => {
        const id = ++this.asked;
        const timer = setTimeout(() => this.settle(id, SecondLook.AWAY), PATIENCE_MS);
        this.waiting.set(id, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        try {
          this.open().postMessage({ id, ...question });
        } catch {
          this.close();
          if (!chrome.runtime?.id) SecondLook.stop?.(); // the extension was updated or removed under us
        }
      });
    }

    open() {
      if (this.port) return this.port;
      const port = chrome.runtime.connect({ name: 'page' });
      port.onMessage.addListener(({ id, answer }) => this.settle(id, answer));
      port.onDisconnect.addListener(() => this.port === port && this.close());
      return (this.port = port);
    }

    /** @param {number} id  @param {Answer} answer */
    settle(id, answer) {
      const resolve = this.waiting.get(id);
      this.waiting.delete(id);
      resolve?.(answer);
    }

    close() {
      this.port?.disconnect();
      this.port = null;
      for (const id of [...this.waiting.keys()]) this.settle(id, SecondLook.AWAY);
    }
  };

  SecondLook.AWAY = { ok: false, state: 'away', retry_s: null };
}
