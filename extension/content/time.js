// When a message was sent, as ISO UTC, or null where the page does not say for certain.
{
  /** Of epoch milliseconds, ISO or English words. */
  SecondLook.time = (value) => {
    const at = value ? new Date(value) : null;
    const year = at?.getUTCFullYear() ?? 0;
    return at && year > 1990 && year < 2999 ? at.toISOString() : null;
  };
}
