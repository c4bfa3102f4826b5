// The question before a message goes out. A dialog of the browser's own: it keeps the focus in itself, and gives it back.
{
  const { h } = SecondLook;
  const NOTE_MS = 10_000;

  /**
   * @param {Element} layer  what it is put in
   * @param {DraftWords} words
   * @returns {Promise<boolean>} whether to send; false by Escape, and where the dialog is taken away
   */
  SecondLook.question = (layer, { title, body, reasons, back, send }) =>
    new Promise((resolve) => {
      const answer = (/** @type {string} */ label, /** @type {string} */ value) =>
        h(`button.${value}`, { type: 'button', click: () => end(value === 'send') }, label);
      const texts = [...reasons, body].map((text) => h('p', {}, text));
      const why = h('div', { id: 'question-why' }, ...texts);
      // The heading has the focus first, so that a second press of Enter, meant for the page, is no answer.
      const heading = h('h2', { id: 'question', tabindex: -1, autofocus: '' }, title);
      const labels = { 'aria-labelledby': 'question', 'aria-describedby': 'question-why', dir: 'auto' };
      const footer = h('footer', {}, answer(back, 'back'), answer(send, 'send'));
      const dialog = /** @type {HTMLDialogElement} */ (h('dialog.question', labels, heading, why, footer));
      const key = (/** @type {Event} */ event) => {
        event.stopPropagation(); // keys pressed in here are nobody else's
        if (/** @type {KeyboardEvent} */ (event).key !== 'Escape') return;
        event.preventDefault();
        end(false);
      };
      for (const name of ['keydown', 'keyup', 'keypress']) dialog.addEventListener(name, key);
      // At once: the event comes later, when the person may already be writing on.
      const end = (/** @type {boolean} */ sends) => {
        dialog.close();
        dialog.remove();
        resolve(sends);
      };
      dialog.addEventListener('close', () => end(false));
      layer.append(dialog);
      dialog.showModal();
    });

  /** Says something for a while, without taking the focus.
   * @param {Element} layer  @param {string} text */
  SecondLook.note = (layer, text) => {
    const note = h('p.say', { role: 'status', dir: 'auto' });
    layer.append(note);
    setTimeout(() => (note.textContent = text), 60); // a screen reader speaks of what changes, not of what appears
    setTimeout(() => note.remove(), NOTE_MS);
  };
}
