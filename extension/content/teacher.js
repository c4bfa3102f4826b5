// Teaching a page: the person points at one message of the other side and at one of their own, looks at what is read by
// that, puts right what is wrong, and only then is it kept. Until it ends, the page gets no click that is meant for us.
{
  const { t } = SecondLook;
  const OURS = [
    'pointerdown',
    'pointerup',
    'mousedown',
    'mouseup',
    'click',
    'dblclick',
    'auxclick',
    'touchstart',
    'touchend',
  ];
  const KEYS = ['keydown', 'keypress', 'keyup'];
  const EVENTS = [...OURS, ...KEYS, 'pointermove'];
  const THANKS_MS = 8000;
  const LOOKS = 3; // messages whose words are shown as they are read

  const textIn = (/** @type {Element} */ element) => element.textContent ?? '';

  SecondLook.Teacher = class Teacher {
    /** @param {TeacherActions} actions */
    constructor({ keep }) {
      this.keep = keep;
      this.before = /** @type {HTMLElement | null} */ (document.activeElement);
      this.panel = new SecondLook.TeachPanel();
      /** @type {Example[]} */
      this.examples = [];
      /** @type {Element | null} */
      this.at = null;
      /** @type {TaughtRule | null} */
      this.rule = null;
      /** @type {Outline[]} what is read by the rule */
      this.read = [];
      for (const name of EVENTS) addEventListener(name, this, { capture: true, passive: false });
      this.ask();
    }

    /** @param {Event} event */
    handleEvent(event) {
      if (KEYS.includes(event.type)) return this.key(/** @type {KeyboardEvent} */ (event));
      const [target] = event.composedPath();
      if (target === this.panel.host || !(target instanceof Element)) return;
      if (event.type === 'pointermove') return this.point(SecondLook.candidateAt(target));
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.type === 'click') this.choose(SecondLook.candidateAt(target));
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.target === this.panel.host) event.stopImmediatePropagation(); // keys pressed in there are nobody else's
      if (event.type !== 'keydown') return;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const isChoice = event.key === 'Enter' && !(event.target === this.panel.host && this.panel.isOnButton());
      if (!step && !isChoice && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === 'Escape') this.stop();
      else if (step) this.move(step);
      else if (this.at) this.choose(this.at);
    }

    /** Goes to the message before or after, from the last one at first. @param {number} step */
    move(step) {
      const all = SecondLook.candidates(document.body);
      const i = this.at ? all.indexOf(this.at) : -1;
      const next = i < 0 ? all.at(-1) : all[Math.min(Math.max(i + step, 0), all.length - 1)];
      if (!next) return;
      next.scrollIntoView({ block: 'nearest' });
      this.point(next);
    }

    /** @param {Element | null} element */
    point(element) {
      if (element === this.at) return;
      this.at = element;
      this.panel.point(element ? textIn(element) : '');
      this.draw();
    }

    draw() {
      const chosen = this.examples.map(({ element, side }) => ({ element, as: side }));
      const isFree = this.at && !chosen.some(({ element }) => element === this.at);
      const now = isFree ? [{ element: /** @type {Element} */ (this.at), as: /** @type {const} */ ('now') }] : [];
      this.panel.outline([...(this.rule ? this.read : chosen), ...now]);
    }

    /** The side of which a message is to be chosen now. @returns {Side} */
    wanted() {
      const n = (/** @type {Side} */ side) => this.examples.filter((example) => example.side === side).length;
      return n('them') <= n('me') ? 'them' : 'me';
    }

    /** Says which message to choose. @param {string} [trouble]  why the one before was of no use */
    ask(trouble) {
      this.rule = null;
      const [first, more] = { them: [t('teach_them'), t('teach_more_them')], me: [t('teach_me'), t('teach_more_me')] }[
        this.wanted()
      ];
      const what = this.examples.length > 1 ? more : first;
      this.panel.say([...(trouble ? [trouble] : []), what, t('teach_keys')], this.ways());
      this.draw();
    }

    /** @returns {PanelAction[]} */
    ways() {
      const again = /** @type {PanelAction} */ ([t('teach_start_over'), () => this.startOver()]);
      return [...(this.examples.length > 0 ? [again] : []), [t('teach_cancel'), () => this.stop()]];
    }

    startOver() {
      this.examples = [];
      this.ask();
    }

    /** @param {Element | null} element */
    choose(element) {
      if (!element) return;
      this.panel.point('');
      if (this.rule) return this.askWhose(element);
      this.learn(element, this.wanted());
    }

    /** One of the messages that are read is wrong, or one is missing. @param {Element} element */
    askWhose(element) {
      this.panel.say(
        [t('teach_whose', SecondLook.briefly(textIn(element)))],
        [
          [t('teach_theirs'), () => this.learn(element, 'them')],
          [t('teach_mine'), () => this.learn(element, 'me')],
          [t('back'), () => this.show()],
        ],
      );
    }

    /** @param {Element} element  @param {Side} side */
    learn(element, side) {
      // What the page has drawn anew since is no longer an example.
      const others = this.examples.filter((example) => example.element !== element && example.element.isConnected);
      this.examples = [...others, { element, side }];
      if (this.examples.length < 2) return this.ask();
      const taught = SecondLook.derive(this.examples);
      if ('problem' in taught) return this.fail(taught.problem);
      if (!taught.sure) return this.ask();
      this.rule = taught.rule;
      this.show();
    }

    /** @param {'same' | 'alike'} problem */
    fail(problem) {
      if (problem === 'same') {
        this.examples.pop();
        return this.ask(t('teach_same'));
      }
      this.rule = null;
      this.panel.say([t('teach_alike'), t('teach_alike_fix')], this.ways());
      this.draw();
    }

    swap() {
      this.examples = this.examples.map(({ element, side }) => ({ element, side: side === 'me' ? 'them' : 'me' }));
      const last = /** @type {Example} */ (this.examples.at(-1));
      this.learn(last.element, last.side);
    }

    /** Shows what is read by the rule. Nothing of it is kept yet. */
    show() {
      const rule = /** @type {TaughtRule} */ (this.rule);
      const site = /** @type {Site} */ (SecondLook.taughtSite(rule));
      const [root] = SecondLook.rootsOf(site, document);
      const page = new SecondLook.Page(site, root);
      const of = (/** @type {Sender} */ who) => page.messages.filter(({ sender }) => sender === who).length;
      this.read = page.messages.map(({ key, sender }) => {
        const row = /** @type {Element} */ (page.elements.get(key));
        return { element: SecondLook.parts(row, site.text, site.exclude)[0] ?? row, as: /** @type {Side} */ (sender) };
      });
      const last = page.messages.slice(-LOOKS);
      this.panel.say(
        [
          t('teach_read', of('them'), of('me')),
          ...(page.unknown > 0 ? [t('left_out', page.unknown)] : []),
          this.panel.list(last),
          t('teach_check'),
        ],
        [[t('teach_right'), () => this.finish(rule), 'strong'], [t('teach_swap'), () => this.swap()], ...this.ways()],
      );
      this.draw();
    }

    /** @param {TaughtRule} rule */
    async finish(rule) {
      if (!(await this.keep(rule))) return this.panel.say([t('not_saved')], this.ways());
      this.letGo();
      this.rule = this.at = null;
      this.examples = [];
      this.draw();
      this.panel.point('');
      this.panel.say([t('teach_kept')], [[t('close'), () => this.stop()]]);
      setTimeout(() => this.stop(), THANKS_MS);
    }

    /** The page has its clicks and keys again. */
    letGo() {
      for (const name of EVENTS) removeEventListener(name, this, { capture: true });
    }

    stop() {
      this.letGo();
      this.panel.remove();
      this.before?.focus?.({ preventScroll: true });
      this.before = null;
    }
  };
}
