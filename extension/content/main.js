// Joins the parts: what the watcher reads goes into ledgers, the courier takes it to the server, the overlay shows the
// answer.
{
  const link = new SecondLook.Link();

  /** @type {Seen} */
  let seen = { site: null, conversation: null, state: 'looking', unknown: 0 };

  const elementOf = (/** @type {string} */ key) => {
    const { page, site } = watcher;
    const row = page?.elements.get(key) ?? page?.elements.get(courier.current?.ledger.otherName(key) ?? '');
    return row && site ? (SecondLook.parts(row, site.text, site.exclude)[0] ?? row) : null;
  };

  /** @param {Answer} answer */
  const receive = (answer) => {
    if (answer.ok && answer.verdict) overlay.show(answer.verdict, answer.distress);
  };

  /** Asks about the chat that is open. @param {ChatQuestion} question  @returns {Promise<Answer>} */
  const ask = async (question) => {
    const chat = courier.current;
    if (!chat) return SecondLook.AWAY;
    const answer = await link.ask({ ...question, site: chat.site, conversation: chat.conversation });
    courier.learn(chat, answer);
    return answer;
  };

  /** The person changed something in the popup: what the server now says holds, also that it knows nothing any more. */
  const refresh = async () => {
    const answer = await ask({ kind: 'chat' });
    if (!answer.ok && answer.state === 'refused') overlay.remove();
    receive(answer);
  };

  const courier = new SecondLook.Courier(link, receive);
  const overlay = new SecondLook.Overlay({
    elementOf,
    feedback: (act) => ask({ kind: 'feedback', act }),
  });
  const guard = new SecondLook.SendGuard({
    site: () => watcher.site,
    chatAtRisk: () => (courier.current?.answer?.verdict?.alert ? courier.current : null),
    async ask(draft) {
      const answer = await ask({ kind: 'draft', draft });
      return (answer.ok && answer.words) || null;
    },
    question: (words) => overlay.ask(words),
    say: (text) => overlay.say(text),
  });
  const watcher = new SecondLook.Watcher({
    onChat(which) {
      overlay.remove();
      guard.forget();
      const answer = courier.turnTo(which)?.answer;
      if (answer) receive(answer);
    },
    onMessages(messages, held) {
      const ledger = /** @type {Chat} */ (courier.current).ledger;
      const wait_ms = watcher.waitFor(ledger.isElsewhere(messages));
      if (wait_ms > 0) return wait_ms;
      const again_ms = ledger.update(messages, held, Date.now());
      courier.flush();
      overlay.marks.follow();
      return again_ms;
    },
    onSeen(now) {
      seen = now;
      link.ask({ kind: 'seen', seen });
    },
  });

  /** What was taught about this page, if anything was. @returns {Promise<void>} */
  const learnRule = async () => {
    let answer = await link.ask({ kind: 'rule' });
    if (!answer.ok && SecondLook.stop) answer = await link.ask({ kind: 'rule' }); // the background was killed meanwhile
    SecondLook.useRule((answer.ok && answer.rule) || null);
  };

  /** @param {TaughtRule} rule  @returns {Promise<boolean>} whether it is kept */
  const keep = async (rule) => {
    const { ok } = await link.ask({ kind: 'keep', rule });
    if (ok) SecondLook.useRule(rule);
    if (ok) watcher.look();
    return ok;
  };

  /** @type {Teacher | null} */
  let teacher = null;
  const teach = () => {
    teacher?.stop();
    teacher = new SecondLook.Teacher({ keep });
  };

  /** @type {(message: ToPage, sender: chrome.runtime.MessageSender, reply: (answer: unknown) => void) => void} */
  const onMessage = (message, _sender, reply) => {
    if (message.kind === 'look') reply(seen);
    if (message.kind === 'hand_over') reply(SecondLook.handOver(courier.current, message));
    if (message.kind === 'refresh') refresh();
    if (message.kind === 'retry') courier.flush();
    if (message.kind === 'show') reply(overlay.marks.goTo(message.key));
    if (message.kind === 'focus') overlay.focus();
    if (message.kind === 'teach') teach();
    if (message.kind === 'rule') learnRule().then(() => watcher.look());
    if (message.kind === 'stop') SecondLook.stop?.();
  };

  const onVisible = () => courier.flush();

  SecondLook.stop = () => {
    SecondLook.stop = undefined;
    watcher.stop();
    guard.stop();
    courier.stop();
    overlay.remove();
    teacher?.stop();
    link.close();
    document.removeEventListener('visibilitychange', onVisible);
    chrome.runtime?.onMessage?.removeListener(onMessage);
  };

  chrome.runtime.onMessage.addListener(onMessage);
  document.addEventListener('visibilitychange', onVisible);
  guard.start();
  const { stop } = SecondLook;
  learnRule().then(() => SecondLook.stop === stop && watcher.start());
}
