"""The address model of Türkiye."""

TEXTS = {
    "missing": ("Böyle bir il ya da ilçe yok.", "There is no such province or district."),
}
