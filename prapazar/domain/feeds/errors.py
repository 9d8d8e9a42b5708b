"""What feeds refuse."""


class FeedMissing(Exception):
    """No such feed, or no file of it yet."""


class FeedFormatUnknown(Exception):
    """The channel takes no file of that kind."""
