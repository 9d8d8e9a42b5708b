"""QR codes as the path of an SVG."""

from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

QUIET = 4
"""Modules of white around it, without which scanners do not find it."""


def path(said: str) -> tuple[str, int]:
    """The dark modules, one square each, and the side of the whole in modules."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(said))
    code.make()
    side: int = len(code.modules)
    dark = [
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row in range(side)
        for column in range(side)
        if code.modules[row][column]
    ]
    return "".join(dark), side + 2 * QUIET
