"""What went wrong with an embedded server, as one sentence the reader can act on."""


class EmbeddedError(Exception):
    """Its text is a whole sentence and is shown as it is, without a traceback."""
