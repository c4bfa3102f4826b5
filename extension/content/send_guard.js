// Asks once before a message goes out, where the chat is at risk and the message may give away money, a code or a
// document. It never blocks: what takes long or fails lets the message go, and a draft that was asked about goes out at
// the next press.
{
  const PATIENCE_MS = 400; // for the answer of the server
  const SENT_MS = 800; // by then a page has emptied its box
  const COMPOSE = 'textarea, [role="textbox"], [contenteditable]:not([contenteditable="false"])';
  const SEND =
    'form button:not([type="button"], [type="reset"]), :is(button, [role="button"]):is([aria-label^="send" i], [data-testid*="send" i], :has([data-icon*="send" i]))';
  // What is worth a question to the server. It decides; this only keeps most messages from being held at all.
  const MAY_BE_RISKY = [
    /\d\d/, // a sum, a code, a card
    /[a-z\d]{20}/i, // an account, a wallet
    /(?:\b[a-z]{3,8}(?:[\s,;.)]+(?:\d{1,2}[.)]?\s*)?|$)){12}/i, // the words of a wallet
    /[$€£]|\b(?:sen[dt]|pa(?:y|id)|deposit|transfer|wire|put in|buy|bought|done|money|cheque|voucher|coupon|gift|loan|lend|borrow|invest|withdr|bank|iban|card|usdt|btc|crypto|bitcoin)/i,
    /\b(?:code|pin|password|login|passport|licen[cs]e|id|seed|wallet|account)\b/i,
  ];
  const EVENTS = ['keydown', 'keypress', 'keyup', 'click', 'input', 'change', 'paste', 'drop'];

  const textOf = (/** @type {Element | null} */ box) => {
    if (!box) return '';
    if (box instanceof HTMLTextAreaElement) return box.value.slice(0, 8000).toWellFormed();
    return SecondLook.textOf(/** @type {Site} */ ({ text: '*' }), box);
  };
  const isDocument = (/** @type {File} */ { type }) => /^image\/|\/pdf$/.test(type);
  const targetOf = (/** @type {Event} */ event) => {
    const [target] = event.composedPath();
    return target instanceof Element ? target : null;
  };
  const stop = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

  SecondLook.SendGuard = class SendGuard {
    /** @param {SendGuardActions} actions */
    constructor(actions) {
      this.actions = actions;
      /** @type {Element | null} */
      this.box = null; // where the person wrote last
      this.picture = false; // one was chosen for this draft
      this.asked = false; // about this draft: it goes out at the next press
      this.holding = false;
    }

    start() {
      for (const name of EVENTS) addEventListener(name, this, true);
      let at = document.activeElement; // a draft may have been begun before
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      this.box = at?.closest(this.actions.site()?.compose ?? COMPOSE) ?? null;
    }

    stop() {
      for (const name of EVENTS) removeEventListener(name, this, true);
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (event.type.startsWith('key')) this.key(/** @type {KeyboardEvent} */ (event));
      else if (event.type === 'click') this.click(event);
      else if (event.type === 'input') this.input(event);
      else this.attach(event);
    }

    /** Another chat is open: what was known of the draft was about the one before. */
    forget() {
      this.box = null;
      this.picture = this.asked = false;
    }

    /** @param {Event} event */
    boxOf(event) {
      return targetOf(event)?.closest(this.actions.site()?.compose ?? COMPOSE) ?? null;
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      // 229: the key that ends a composition in some input methods
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key !== 'Enter' || event.shiftKey || event.altKey || composing) return;
      const box = this.boxOf(event);
      if (!box) return;
      if (event.type === 'keydown') this.hold(event, box, () => this.press(box));
      else if (this.holding) stop(event);
    }

    /** @param {Event} event */
    click(event) {
      const button = targetOf(event)?.closest(this.actions.site()?.send ?? SEND);
      const box = this.box?.isConnected ? this.box : null;
      if (button && (box || this.picture)) this.hold(event, box, () => this.press(button));
    }

    /** @param {Event} event */
    input(event) {
      const box = this.boxOf(event);
      if (!box) return;
      this.box = box;
      if (this.asked && !textOf(box)) this.asked = false; // a new draft
    }

    /** A picture is only remembered: most pages show it once more before it goes out.
     * @param {Event} event */
    attach(event) {
      const { clipboardData, dataTransfer } = /** @type {ClipboardEvent & DragEvent} */ (event);
      const files =
        /** @type {HTMLInputElement | null} */ (targetOf(event))?.files ?? (clipboardData ?? dataTransfer)?.files;
      if ([...(files ?? [])].some(isDocument)) this.picture = true;
    }

    /** @param {Event} event  @param {Element | null} box  @param {() => void} again  does what the person did */
    hold(event, box, again) {
      if (this.holding) return stop(event);
      const chat = this.actions.chatAtRisk();
      const draft = { text: textOf(box), picture: this.picture };
      if (chat && !this.asked && (draft.picture || MAY_BE_RISKY.some((shape) => shape.test(draft.text)))) {
        stop(event);
        this.holding = true;
        this.decide(chat, box, draft, again);
      } else this.picture = this.asked = false; // it goes out, and the next draft is another one
    }

    /** @param {Chat} chat  @param {Element | null} box  @param {Draft} draft  @param {() => void} again */
    async decide(chat, box, draft, again) {
      const silence = wait(PATIENCE_MS).then(() => null);
      const words = await Promise.race([this.actions.ask(draft).catch(() => null), silence]);
      const send = !words || (await this.actions.question(words).catch(() => true));
      this.holding = false;
      // The chat or the draft may be another one by now: then nothing goes out that the person did not see.
      if (this.actions.chatAtRisk() !== chat || textOf(box) !== draft.text) return;
      this.asked = true;
      if (!send) return;
      again();
      await wait(SENT_MS);
      if (!draft.text || !box?.isConnected || textOf(box) !== draft.text) return;
      this.asked = true; // this page heeds nobody but the person
      if (words) this.actions.say(words.again);
    }

    /** Presses a button, or, for a box, its button or Enter in it.
     * @param {Element} target */
    press(target) {
      const { site } = this.actions;
      const page = /** @type {Document | ShadowRoot} */ (target.getRootNode());
      const isBox = target.matches(site()?.compose ?? COMPOSE);
      const known = isBox && site()?.send;
      const button = isBox ? known && page.querySelector(/** @type {string} */ (known)) : target;
      const options = { bubbles: true, cancelable: true, composed: true };
      if (button) return void button.dispatchEvent(new MouseEvent('click', options));
      const enter = { ...options, key: 'Enter', code: 'Enter', keyCode: 13, which: 13 };
      if (target.dispatchEvent(new KeyboardEvent('keydown', enter)))
        target.dispatchEvent(new KeyboardEvent('keypress', enter));
      target.dispatchEvent(new KeyboardEvent('keyup', enter));
    }
  };
}
