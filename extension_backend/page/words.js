// Numbers and times as a person reads them.

/** Never 0 % and never 100 %: nothing here is certain.
 * @param {number} probability */
export const percent = (probability) => `${Math.round(100 * Math.min(0.99, Math.max(0.01, probability)))} %`;

// Times stand as the chat file has them: it names no zone, so none is applied.

/** @param {string} iso */
export const day = (iso) =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** @param {string} iso */
export const moment = (iso) =>
  new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
