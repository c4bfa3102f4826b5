// When a message was sent, as ISO UTC, or null where the page does not say for certain.
{
  /** Of epoch milliseconds, ISO or English words. */
  SecondLook.time = (value) => {
    const at = value ? new Date(value) : null;
    return at && at.getFullYear() > 1990 && at.getFullYear() < 2999 ? at.toISOString() : null;
  };
}
