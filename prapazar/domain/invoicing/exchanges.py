"""The rate an invoice in a foreign currency stands in: given by hand, or TCMB's of the day that is set."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from prapazar.domain.invoicing.drafting import LIRA, Exchange
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.seller import Seller
from prapazar.domain.rates import queries as rates
from prapazar.foundation.clock import ISTANBUL


def of(
    session: Session, currency: str, seller: Seller, moment: datetime, given: Decimal | None = None
) -> Exchange | None:
    """None for lira. Raises InvoiceRefused where nobody has a rate: it is never guessed."""
    if currency == LIRA:
        return None
    if given is not None:
        return Exchange(given)
    day = moment.astimezone(ISTANBUL).date()
    found = rates.in_force(session, currency, day, same_day=seller.rate_day == "same")
    if found is None:
        raise InvoiceRefused("invoicing.rate_needed", currency)
    return Exchange(found.buying, found.day)
