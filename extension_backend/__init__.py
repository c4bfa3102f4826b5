"""Second Look's local server: a guarded loopback API for the extension, and the local page. Imported by nobody."""
