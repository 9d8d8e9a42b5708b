"""What planning refuses; `code` is the key of the sentence."""


class PlanInvalid(Exception):
    """A field that does not fit; nothing was written."""

    def __init__(self, field: str, code: str, **values: str) -> None:
        super().__init__(field, code)
        self.field, self.code, self.values = field, code, values


class EntryMissing(Exception):
    """No such entry, or none that begins on this day."""


class TaskMissing(Exception):
    """No such task."""


class AddressMissing(Exception):
    """Nobody's calendar has this address, or no longer."""
