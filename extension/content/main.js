// Joins the parts: what the watcher reads goes into ledgers, the courier takes it to the server, and what the server
// answers is shown. What only few pages need is put in once they do.
{
  const link = new SecondLook.Link();

  /** @type {Seen} */
  let seen = { site: null, conversation: null, state: 'looking', unknown: 0 };
  /** @type {Partial<Record<Part, Promise<boolean>>>} */
  const parts = {};
  /** @type {Warnings | null} */
  let warnings = null;
  /** @type {Teacher | null} */
  let teacher = null;

  /** Asks once more where the background was killed meanwhile. @param {PageQuestion} question */
  const insist = async (question) => {
    const answer = await link.ask(question);
    return answer.ok || !SecondLook.stop ? answer : link.ask(question);
  };

  /** Has the background put in a part. @param {Part} part  @returns {Promise<boolean>} whether it is there */
  const load = (part) =>
    (parts[part] ??= insist({ kind: 'load', part }).then(({ ok }) => {
      if (!ok) delete parts[part];
      return ok && !!SecondLook.stop;
    }));

  /** Asks about the chat that is open. @param {ChatQuestion} question  @returns {Promise<Answer>} */
  const ask = async (question) => {
    const chat = courier.current;
    if (!chat) return SecondLook.AWAY;
    const answer = await link.ask({ ...question, site: chat.site, conversation: chat.conversation });
    courier.learn(chat, answer);
    return answer;
  };

  /** Shows what is known of the chat that is open. */
  const show = async () => {
    const isDue = () => courier.current?.answer?.verdict?.alert;
    if (isDue() && (await load('warnings')) && isDue())
      warnings ??= new SecondLook.Warnings({ ask, chat: () => courier.current, watcher });
    warnings?.show(courier.current?.answer ?? null);
  };

  /** The person changed something in the popup: what the server now says holds, also that it knows nothing any more. */
  const refresh = async () => {
    const answer = await ask({ kind: 'chat' });
    if (!answer.ok && answer.state === 'refused' && courier.current) courier.current.answer = null;
    show();
  };

  const courier = new SecondLook.Courier(link, show);
  const watcher = new SecondLook.Watcher({
    onFound: () => load('reading').then((ok) => ok && watcher.look()),
    onChat(which) {
      warnings?.forget();
      courier.turnTo(which);
      show();
    },
    onMessages(page) {
      const ledger = /** @type {Chat} */ (courier.current).ledger;
      const messages = page.news();
      const wait_ms = watcher.waitFor(ledger.isElsewhere(messages));
      if (wait_ms > 0) return wait_ms;
      page.taken();
      const again_ms = ledger.update(messages, page, Date.now());
      courier.flush();
      warnings?.follow();
      return again_ms;
    },
    onSeen(now) {
      seen = now;
      link.ask({ kind: 'seen', seen });
    },
  });

  /** What was taught about this page, if anything was. @returns {Promise<void>} */
  const learnRule = async () => {
    const answer = await insist({ kind: 'rule' });
    SecondLook.useRule?.((answer.ok && answer.rule) || null); // with a rule comes what reads by it
  };

  /** @param {TaughtRule} rule  @returns {Promise<boolean>} whether it is kept */
  const keep = async (rule) => {
    const { ok } = await link.ask({ kind: 'keep', rule });
    if (ok) SecondLook.useRule?.(rule);
    if (ok) watcher.look();
    return ok;
  };

  const teach = () => {
    teacher?.stop();
    teacher = new SecondLook.Teacher({ keep });
  };

  /** @type {(message: ToPage, sender: chrome.runtime.MessageSender, reply: (answer: unknown) => void) => boolean} */
  const onMessage = (message, _sender, reply) => {
    if (message.kind === 'look') reply(seen);
    if (message.kind === 'refresh') refresh();
    if (message.kind === 'retry') courier.flush();
    if (message.kind === 'focus') warnings?.focus();
    if (message.kind === 'teach') teach();
    if (message.kind === 'rule') learnRule().then(() => watcher.look());
    if (message.kind === 'stop' && message.pattern === `${location.protocol}//${location.hostname}/*`) {
      SecondLook.stop?.();
    }
    if (message.kind !== 'hand_over') return false;
    load('handover').then((ok) => reply(ok ? SecondLook.handOver(courier.current, message) : null));
    return true; // it is answered later
  };

  const onVisible = () => courier.flush();

  SecondLook.stop = () => {
    SecondLook.stop = undefined;
    watcher.stop();
    courier.stop();
    warnings?.stop();
    teacher?.stop();
    link.close();
    document.removeEventListener('visibilitychange', onVisible);
    chrome.runtime?.onMessage?.removeListener(onMessage);
  };

  chrome.runtime.onMessage.addListener(onMessage);
  document.addEventListener('visibilitychange', onVisible);
  const { stop } = SecondLook;
  learnRule().then(() => SecondLook.stop === stop && watcher.start());
}
