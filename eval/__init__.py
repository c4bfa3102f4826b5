"""The evaluation: any system on any set, message by message. It and the server know nothing of one another."""
