"""What is not kept."""


class FileRefused(Exception):
    """Too large, empty, or of a kind that is not kept; `code` names the sentence."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(code, name)
        self.code, self.name = code, name


class FileMissing(Exception):
    """No such file in this merchant, or not for this person."""
