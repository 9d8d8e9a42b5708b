"""One thing that can be asked of a connector by hand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.operations.fields import Field, Find, as_written, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    name: str
    capability: Capability
    ask: Callable[[Any, Mapping[str, Any]], Iterable[object]]
    """With the fields as `parse` read them; what comes is records, in the order they came."""
    fields: tuple[Field, ...] = ()
    changes: bool = False
    """Something is different at the provider afterwards."""

    def parse(self, typed: Mapping[str, str], find: Find = as_written) -> dict[str, Any]:
        """Raises FieldWrong."""
        return {field.name: read(field, typed.get(field.name, "").strip(), find) for field in self.fields}
