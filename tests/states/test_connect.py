"""The form of a new store: its own field beside those of every connector."""

from prapazar.connector_kit import registry
from prapazar.states.connect import CALLED


def test_no_connector_asks_for_something_under_the_name_of_the_forms_own_field() -> None:
    asking = {
        slug
        for slug in registry.slugs()
        if any(field.name == CALLED for field in registry.manifest(slug).auth.fields)
    }

    assert asking == set()
