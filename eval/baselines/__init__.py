"""One file a system. Each has a docstring, `VARIANTS` ("" is the plain one) and `build(setting, variant)`."""
