"""Stored orders are text; the links are put in when they are answered."""

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import views


def answered(text: str, order_id: int, customer_id: int, address: str) -> str:
    base = f"{address}/wp-json/wc/v3"
    links: Json = views.links(f"{base}/orders", order_id)
    if customer_id:
        links["customer"] = [{"href": f"{base}/customers/{customer_id}"}]
    return f'{text[:-1]},"_links":{jsontext.dump(links)}}}'
