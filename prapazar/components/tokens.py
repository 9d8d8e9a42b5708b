"""Names of the tokens in assets/design/tokens.css, for the few places that set a style in Python."""

STYLESHEETS = [
    "design/tokens.css",
    "design/base.css",
    "design/controls.css",
    "design/tables.css",
    "design/overlays.css",
    "design/pieces.css",
    "design/frame.css",
    "design/screens.css",
    "design/desk.css",
    "design/calendar.css",
    "design/reports.css",
]
"""In the order of the cascade; handed to rx.App."""

FONT_PACKAGE = "@fontsource-variable/inter@5.3.0"
"""npm package whose files tokens.css names; listed in rxconfig's frontend_packages."""

CHART_COLORS = ("var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-rest)")
LINE = "var(--line)"
FAINT = "var(--text-3)"
BAD = "var(--bad)"

CHANNEL_HUES = {
    "trendyol": 24,
    "hepsiburada": 16,
    "woocommerce": 276,
    "n11": 350,
    "ciceksepeti": 205,
    "amazon": 38,
    "pttavm": 50,
    "pazarama": 320,
    "shopify": 130,
    "idefix": 190,
    "ebay": 222,
    "etsy": 12,
    "magento": 30,
    "opencart": 196,
    "prestashop": 336,
    "manual": 215,
}
"""A channel's own hue; one not named here gets a steady hue from its letters."""


def channel_hue(slug: str) -> int:
    """0-359, the same for a slug everywhere."""
    if slug in CHANNEL_HUES:
        return CHANNEL_HUES[slug]
    return sum(ord(letter) * (place + 7) for place, letter in enumerate(slug)) * 37 % 360
