"""What a report or a goal can be refused for."""


class ReportInvalid(Exception):
    """A value is out of bounds; `code` names its sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code
