"""WhatsApp's shapes with Meta's names."""

from collections.abc import Mapping
from typing import Any, TypedDict

Raw = Mapping[str, Any]


class Language(TypedDict):
    code: str
    policy: str


class Parameter(TypedDict):
    type: str
    text: str


class Component(TypedDict):
    type: str
    parameters: list[Parameter]


class Template(TypedDict):
    name: str
    language: Language
    components: list[Component]


class Sending(TypedDict):
    messaging_product: str
    recipient_type: str
    to: str
    type: str
    template: Template
