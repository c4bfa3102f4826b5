// What a page gets with its first alert: the banner with its marks, and the guard before a message goes out.
SecondLook.Warnings = class Warnings {
  /** @param {WarningsSource} source */
  constructor({ ask, chat, watcher }) {
    this.overlay = new SecondLook.Overlay({
      elementOf: (key) => {
        const { page, site } = watcher;
        const row = page?.elements.get(key) ?? page?.elements.get(chat()?.ledger.otherName(key) ?? '');
        return row && site ? (SecondLook.parts(row, site.text, site.exclude)[0] ?? row) : null;
      },
      feedback: (act) => ask({ kind: 'feedback', act }),
    });
    this.guard = new SecondLook.SendGuard({
      site: () => watcher.site,
      chatAtRisk: () => (chat()?.answer?.verdict?.alert ? chat() : null),
      async ask(draft) {
        const answer = await ask({ kind: 'draft', draft });
        return (answer.ok && answer.words) || null;
      },
      question: (words) => this.overlay.ask(words),
      say: (text) => this.overlay.say(text),
    });
    this.guard.start();
  }

  /** @param {Extract<Answer, { ok: true }> | null} answer  about the chat that is open; null where nothing is known of it */
  show(answer) {
    if (answer?.verdict) this.overlay.show(answer.verdict, answer.distress);
    else this.overlay.remove();
  }

  /** The page changed. */
  follow() {
    this.overlay.marks.follow();
  }

  /** Another chat is open. */
  forget() {
    this.overlay.remove();
    this.guard.forget();
  }

  focus() {
    this.overlay.focus();
  }

  stop() {
    this.overlay.remove();
    this.guard.stop();
  }
};
