// Changes that read before they write must not run into each other. The order lives as long as the background does;
// when that is killed, so are the changes that waited.

/** @returns {<T>(change: () => Promise<T>) => Promise<T>} runs what it is given one after the other */
export function turns() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (change) => {
    const result = last.then(change);
    last = result.catch(() => {});
    return result;
  };
}
