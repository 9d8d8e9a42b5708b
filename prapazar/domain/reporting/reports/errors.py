"""What cannot be asked of a report; codes name sentences in foundation.texts."""

from uuid import UUID


class ReportUnknown(Exception):
    """No such report, or not for this person."""

    def __init__(self, key: str) -> None:
        super().__init__(key)


class QuestionInvalid(Exception):
    """Names what is not understood."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class ScheduleInvalid(Exception):
    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field, self.code = field, code


class ReportMissing(Exception):
    """No such schedule or export in this merchant, or not this person's."""

    def __init__(self, which: UUID) -> None:
        super().__init__(str(which))
