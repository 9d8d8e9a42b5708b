"""The typeface of everything we print: it has all Turkish letters and the lira sign."""

from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "DejaVu", "DejaVu-Bold"
_FILES = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}


@cache
def load() -> None:
    """Once for each process: reading them takes a tenth of a second."""
    for name, filename in _FILES.items():
        with as_file(files(__package__).joinpath(filename)) as path:
            registerFont(TTFont(name, str(path)))
