"""What picking refuses."""


class NothingToPick(Exception):
    """None of the orders has a package that waits to be fetched."""


class PickingMissing(Exception):
    """No such picking list, or line of one, in this merchant."""


class SplitRefused(Exception):
    """A package cannot be split, or put together, so; `code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
