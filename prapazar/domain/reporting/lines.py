"""What a sold line brings and costs, reckoned alike on the homes and in the reports.

The expressions know an order `o`, its line `x`, and the line's variant `v` and product `g`.
"""

SOLD = "round(x.total * (x.quantity - x.cancelled_quantity) / x.quantity, 4)"
COST = "CASE WHEN v.currency = o.currency THEN nullif(v.cost, 0) END"
"""Of one unit; a cost in another currency is an unknown one."""
VAT_RATE = "coalesce(x.vat_rate, g.vat_rate)"
"""Per cent; every product has one, so it is unknown only where the cost is too."""
