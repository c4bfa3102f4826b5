"""The evaluation: any system on any set, message by message. Imports the detector; the server and it know nothing of one another."""
