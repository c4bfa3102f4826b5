"""Everything that needs torch, and the corpus. The running server never imports this package."""
