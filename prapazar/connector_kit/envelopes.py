"""What GİB says of an envelope: the codes that every e-invoice provider hands on, as states of a document."""

from prapazar.connector_kit.einvoices import DocumentState

COME_BEFORE = 1163
"""The envelope is with GİB already: to count its invoice as never sent would make a second one."""
_STATES = {
    1000: DocumentState.PROCESSING,
    1100: DocumentState.PROCESSING,
    COME_BEFORE: DocumentState.SENT,
    1200: DocumentState.SENT,
    1210: DocumentState.SENT,
    1220: DocumentState.SENT,
    1300: DocumentState.DELIVERED,
}
_FAILED = frozenset(
    {
        *(1110, 1111, 1120, 1130, 1131, 1132, 1133, 1140, 1141, 1142, 1143, 1150, 1160, 1161, 1162),
        *(1170, 1171, 1172, 1175, 1176, 1177, 1180, 1181, 1182, 1183, 1190, 1195, 1215, 1230),
    }
)


def state(code: int) -> DocumentState | None:
    """None for a code nobody has written down."""
    return DocumentState.FAILED if code in _FAILED else _STATES.get(code)
