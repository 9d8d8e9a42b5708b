"""Where buyers and channels read an invoice: an address nobody can guess."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from prapazar.api import browser
from prapazar.api.door import public
from prapazar.api.errors import Refused
from prapazar.domain.invoicing.errors import InvoiceMissing
from prapazar.flows import invoice_desk
from prapazar.foundation import routes, throttle

router = APIRouter(prefix=routes.PAPERS, tags=["invoices"])
READ_A_MINUTE = 60
"""By one address: of an office, or of a channel that fetches many."""
Key = Annotated[str, Path(min_length=20, max_length=60)]


@router.api_route("/{key}.pdf", methods=["GET", "HEAD"], dependencies=[Depends(public)])
def read(request: Request, key: Key) -> Response:
    """Each reading draws a paper: nobody has that done without end, and nobody tries addresses."""
    address = browser.client_ip(request)
    if not throttle.granted(f"paper-from:{address}", most=READ_A_MINUTE, seconds=60):
        raise Refused(429, "errors.too_fast")
    try:
        name, data = invoice_desk.public_pdf(key)
    except InvoiceMissing:
        raise Refused(404, "errors.not_found") from None
    headers = {
        "content-disposition": f'inline; filename="{name}"',
        "x-robots-tag": "noindex",
        "cache-control": "private, max-age=300",
        "referrer-policy": "no-referrer",
    }
    return Response(data, media_type="application/pdf", headers=headers)
