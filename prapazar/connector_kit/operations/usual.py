"""Fields that several operations ask for."""

from prapazar.connector_kit.operations.fields import Field, FieldKind

SINCE = Field(name="since", kind=FieldKind.MOMENT, default="-1d")
UNTIL = Field(name="until", kind=FieldKind.MOMENT, default="now")
PAGES = Field(name="pages", kind=FieldKind.NUMBER, default="1")
PACKAGE = Field(name="package")
LINE_IDS = Field(name="line_ids", kind=FieldKind.IDS)
CLAIM = Field(name="claim")
