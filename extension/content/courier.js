// Carries what ledgers hold to the server, one batch at a time, until all of it is acknowledged. Nothing is lost while
// the server or the background is away: it is tried again after 1, 2, 5, 15, then every 60 seconds, if anybody looks.
{
  const WAITS_S = [1, 2, 5, 15, 60];
  const MAX_CHATS = 8; // ledgers kept when the person goes from chat to chat

  SecondLook.Courier = class Courier {
    /**
     * @param {{ ask: (question: PageQuestion) => Promise<Answer> }} link
     * @param {(answer: Answer) => void} onAnswer  about the current chat, once a round is done or has failed
     */
    constructor(link, onAnswer) {
      this.link = link;
      this.onAnswer = onAnswer;
      this.failures = 0;
      this.busy = false;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.timer = undefined;
      /** @type {Map<string, Chat>} the latest last */
      this.chats = new Map();
      /** @type {Chat | null} */
      this.current = null;
    }

    /** Makes a chat the current one, or none.
     * @param {{ site: string, conversation: string } | null} which */
    turnTo(which) {
      this.current = null;
      if (!which) return null;
      const id = `${which.site} ${which.conversation}`;
      const chat = this.chats.get(id) ?? { ...which, ledger: new SecondLook.Ledger(), answer: null };
      this.chats.delete(id);
      this.chats.set(id, chat);
      if (this.chats.size > MAX_CHATS) this.chats.delete(/** @type {string} */ (this.chats.keys().next().value));
      return (this.current = chat);
    }

    /** @returns {Chat | undefined} the chat to send from next */
    pending() {
      const chats = [...this.chats.values()].reverse();
      return chats.find((chat) => !chat.answer?.verdict?.trusted && chat.ledger.dirty.size > 0);
    }

    /** Sends what is there now. Safe to call at any time. */
    async flush() {
      clearTimeout(this.timer);
      if (this.busy) return;
      this.busy = true;
      for (let chat = this.pending(); chat && !document.hidden; chat = this.pending()) {
        if (!(await this.send(chat))) break;
      }
      this.busy = false;
    }

    /** @param {Chat} chat  @returns {Promise<boolean>} whether to go on */
    async send(chat) {
      const batch = chat.ledger.next(chat.most);
      if (!batch) return false;
      const { site, conversation } = chat;
      const messages = batch.map(({ version, acked, refused, ...message }) => message);
      const answer = await this.link.ask({ kind: 'batch', site, conversation, messages });
      const taken = answer.ok || answer.state === 'refused';
      if (answer.ok) chat.ledger.acknowledge(batch);
      // Whatever it was that is refused, it must not stand in the way of what is around it and what follows.
      else if (taken) chat.most = chat.ledger.refuse(batch) ? 1 : chat.most;
      this.learn(chat, answer);
      const more = taken && this.pending() === chat;
      if (!more) chat.most = undefined;
      if (chat === this.current && !more) this.onAnswer(answer);
      if (taken) this.failures = 0;
      else this.tryAgain(answer.retry_s);
      return taken;
    }

    /** @param {number | null} retry_s  what the server asked for */
    tryAgain(retry_s) {
      const wait_s = retry_s ?? WAITS_S[Math.min(this.failures++, WAITS_S.length - 1)];
      this.timer = setTimeout(() => this.flush(), wait_s * 1000);
    }

    /** Keeps the latest verdict. A chat that is no longer trusted is read from what was left out meanwhile.
     * @param {Chat} chat  @param {Answer} answer */
    learn(chat, answer) {
      if (!answer.ok || !answer.verdict) return;
      const again = chat.answer?.verdict?.trusted && !answer.verdict.trusted;
      chat.answer = answer;
      if (!again) return;
      chat.ledger.resend();
      this.flush();
    }

    stop() {
      this.chats.clear();
      this.current = null;
      clearTimeout(this.timer);
    }
  };
}
