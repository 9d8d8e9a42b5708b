"""What mappings refuse."""


class MappingInvalid(Exception):
    """A key or target that does not exist on its side; `code` names the sentence."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code, value)
        self.code, self.value = code, value
