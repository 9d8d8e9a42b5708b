"""Invoices of orders: an address on the internet, kept with each package of the order."""

from prapazar.sandbox.n11.soap import Asked, Failure, Fields, Operations

_LONGEST = 2048
operations = Operations()


@operations.operation("sellerInvoiceService", "SaveLinkSellerInvoice")
def save_link(asked: Asked) -> Fields:
    link, number = asked.text("url"), asked.text("orderNumber")
    if not link.startswith("https://") or len(link) > _LONGEST:
        raise Failure(
            "SELLER_API.invoiceUrl.invalid", "Fatura linki https olmalı ve 2048 karakteri geçmemelidir."
        )
    found = [one for one in asked.seller["package"].values() if one["orderNumber"] == number]
    if not found:
        raise Failure("SELLER_API.order.notFound", "Sipariş bulunamadı.")
    for package in found:
        package["invoiceLink"] = link
        asked.mall.files.put(asked.seller, "package", str(package["id"]), package)
    return {}
