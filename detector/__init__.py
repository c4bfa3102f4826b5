"""Second Look's detector: tactics per message, risk and stage per conversation."""
