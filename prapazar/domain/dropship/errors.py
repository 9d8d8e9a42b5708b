"""What the desk of a supplier refuses."""


class SupplyRefused(Exception):
    """`code` names the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
