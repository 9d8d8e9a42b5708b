"""Figures in the text that Prometheus reads (exposition format 0.0.4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MEDIA = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure that goes up and down; one sample for each set of labels."""

    name: str
    help: str
    samples: Sequence[Sample]


def exposition(gauges: Iterable[Gauge]) -> str:
    lines: list[str] = []
    for gauge in gauges:
        lines += [f"# HELP {gauge.name} {_plain(gauge.help)}", f"# TYPE {gauge.name} gauge"]
        lines += [f"{gauge.name}{_labels(one.labels)} {one.value:.12g}" for one in gauge.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    said = ",".join(f'{name}="{_quoted(value)}"' for name, value in sorted(labels.items()))
    return f"{{{said}}}"


def _plain(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    return _plain(text).replace('"', r"\"")
