"""Pictures of products: sent as a file in a form, told by their content, named by the product they hang on."""

import base64
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from xml.etree.ElementTree import SubElement

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop import forms
from prapazar.sandbox.prestashop.visit import Refusal, Visit

KIND = "images"
_LARGEST = 3_000_000
_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif"}
_HEAD = b"Content-Type: %s\r\nMIME-Version: 1.0\r\n\r\n"


def manage(visit: Visit, parts: list[str], method: str) -> Reply:
    """`images/products/{product}` and `images/products/{product}/{image}`; pictures of anything else are not played."""
    owner, product_id, number = [*parts, "", "", ""][:3]
    if owner != "products":
        raise Refusal(48, f'Image of type "{owner}" does not exist')
    if method == "POST" and not number:
        return _add(visit, product_id)
    row = visit.shop[KIND].get(number)
    if row is None or row["id_product"] != product_id:
        raise Refusal(61, "This image does not exist on disk", 500)
    if method == "DELETE":
        return _delete(visit, row)
    if method == "GET":
        return Reply(200, base64.b64decode(row["content"]), row["type"])
    raise Refusal(67, "This method is not allowed", 405)


def drop_all(visit: Visit, product_id: str) -> None:
    for row in [one for one in visit.shop[KIND].values() if one["id_product"] == product_id]:
        visit.mall.files.drop(visit.shop, KIND, row["id"])


def _add(visit: Visit, product_id: str) -> Reply:
    product = visit.shop["products"].get(product_id)
    if product is None:
        raise Refusal(76, f"Product {product_id} does not exist")
    content = _posted(visit)
    known = [one for one in visit.shop[KIND].values() if one["id_product"] == product_id]
    row = {
        "id": str(visit.mall.files.next_number(f"{visit.shop.number}.{KIND}", 1)),
        "id_product": product_id,
        "position": str(len(known) + 1),
        "cover": "" if known else "1",
        "type": next(kind for start, kind in _KINDS.items() if content.startswith(start)),
        "content": base64.b64encode(content).decode(),
    }
    visit.mall.files.put(visit.shop, KIND, row["id"], row)
    product["associations"]["images"].append({"id": row["id"]})
    visit.mall.keep(visit.shop, "products", product)
    root = forms.root()
    around = SubElement(root, "image")
    for name in ("id", "id_product", "position", "cover"):
        SubElement(around, name).text = row[name]
    SubElement(root, "content", {"encode": "base64"}).text = row["content"]
    return forms.xml(root)


def _posted(visit: Visit) -> bytes:
    """The part of the form that is called image."""
    kind = visit.call.headers.get("content-type", "")
    message = BytesParser(policy=HTTP).parsebytes(_HEAD % kind.encode() + visit.call.body)
    parts: list[Message] = message.get_payload() if message.is_multipart() else []  # type: ignore[assignment]  # of a multipart
    for part in parts:
        if part.get_param("name", header="content-disposition") == "image" and part.get_filename():
            content = part.get_payload(decode=True)
            return _checked(content if isinstance(content, bytes) else b"")
    raise Refusal(76, 'Please set an "image" parameter with image data for value')


def _checked(content: bytes) -> bytes:
    if len(content) > _LARGEST:
        raise Refusal(72, f"The image size is too large (maximum allowed is {_LARGEST // 1000} KB)")
    if not content.startswith(tuple(_KINDS)):
        raise Refusal(
            76, "Image upload error : Image format not recognized, allowed formats are: .gif, .jpg, .png"
        )
    return content


def _delete(visit: Visit, row: Json) -> Reply:
    """What hung on a form of the product hangs there no longer."""
    visit.mall.files.drop(visit.shop, KIND, row["id"])
    owners = [("products", visit.shop["products"][row["id_product"]])]
    forms_of = visit.shop["combinations"].values()
    owners += [("combinations", one) for one in forms_of if one["id_product"] == row["id_product"]]
    for resource, owner in owners:
        kept = [one for one in owner["associations"]["images"] if one["id"] != row["id"]]
        owner["associations"]["images"] = kept
        visit.mall.keep(visit.shop, resource, owner)
    return Reply(200, b"", None)
