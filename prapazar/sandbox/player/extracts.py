"""Opens the packed extracts of real products, people, places and order rhythm."""

import csv
import gzip
import io
from importlib.resources import files

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(f"{name}.csv.gz"))))


def document(name: str) -> Json:
    return jsontext.parse_object(_text(f"{name}.json.gz"))


def _text(name: str) -> str:
    return gzip.decompress(files("prapazar.sandbox").joinpath("data", name).read_bytes()).decode()
