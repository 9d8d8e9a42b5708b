"""QR codes, read back by a scanner."""

import re

import zxingcpp
from PIL import Image

from prapazar.foundation import qr


def test_a_scanner_reads_what_was_said() -> None:
    said = "otpauth://totp/PraPazar:ayse%40example.com?secret=GEZDGNBVGY3TQOJQ&issuer=PraPazar"

    path, side = qr.path(said)

    picture = Image.new("L", (side, side), 255)
    for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", path):
        picture.putpixel((int(column), int(row)), 0)
    found = zxingcpp.read_barcodes(picture.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    assert [one.text for one in found] == [said]
