"""The review console: where a volunteer reads the chats that somebody brought, at `/console` of the local server. Cases
are kept in an encrypted file of their own; the rest of the server never opens it.
"""
