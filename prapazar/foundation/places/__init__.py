"""The address model of Türkiye: provinces, districts and neighbourhoods, and which of them a written address means."""

from prapazar.foundation.places.finding import Place as Place
from prapazar.foundation.places.finding import placed as placed
from prapazar.foundation.places.tree import District as District
from prapazar.foundation.places.tree import Province as Province
from prapazar.foundation.places.tree import district as district
from prapazar.foundation.places.tree import districts as districts
from prapazar.foundation.places.tree import neighbourhoods as neighbourhoods
from prapazar.foundation.places.tree import province as province
from prapazar.foundation.places.tree import provinces as provinces
