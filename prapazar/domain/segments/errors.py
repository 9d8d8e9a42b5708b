"""What is wrong with a segment; codes name sentences in foundation.texts."""

from uuid import UUID


class SegmentInvalid(Exception):
    """`place` is that of the condition, as `2` or `1.0` within a group; empty where it is the whole."""

    def __init__(self, code: str, place: str = "") -> None:
        super().__init__(code, place)
        self.code, self.place = code, place


class SegmentMissing(Exception):
    def __init__(self, segment_id: UUID) -> None:
        super().__init__(str(segment_id))
