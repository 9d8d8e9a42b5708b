"""What WooCommerce's error answers mean, in our five errors."""

from collections.abc import Mapping

from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected
from prapazar.connector_kit.http import Answer
from prapazar.foundation.logging import redact_text

NOT_FOUND = "woocommerce.not_found"
NO_ADDRESS = "woocommerce.no_such_address"
_AUTH_CODES = {
    "woocommerce_rest_cannot_create": "woocommerce.key_cannot_write",
    "woocommerce_rest_cannot_edit": "woocommerce.key_cannot_write",
    "woocommerce_rest_cannot_delete": "woocommerce.key_cannot_write",
}
_READ_ONLY_WORDS = "does not have write permissions"
_REJECTED_CODES = {
    "product_invalid_sku": ("woocommerce.sku_taken", "sku"),
    "woocommerce_rest_product_invalid_id": (NOT_FOUND, "external_id"),
    "woocommerce_rest_product_variation_invalid_id": (NOT_FOUND, "external_id"),
    "woocommerce_rest_shop_order_invalid_id": (NOT_FOUND, "external_id"),
    "woocommerce_rest_shop_webhook_invalid_id": (NOT_FOUND, "external_id"),
    "product_invalid_global_unique_id": ("woocommerce.barcode_taken", "barcode"),
    "woocommerce_product_image_upload_error": ("woocommerce.image_refused", "images"),
    "woocommerce_rest_term_invalid": (NOT_FOUND, "external_id"),
    "woocommerce_rest_taxonomy_invalid": (NOT_FOUND, "external_id"),
    "rest_no_route": (NO_ADDRESS, "shop_url"),
}
_NOT_FOUND_STATUS = 404


def from_answer(answer: Answer) -> ConnectorError:
    code, message, field = _said(answer.content)
    detail = redact_text(f"{answer.status} {code} {message}".strip())[:500]
    if answer.status in {401, 403}:
        ours = "woocommerce.key_cannot_write" if _READ_ONLY_WORDS in message else _AUTH_CODES.get(code)
        return AuthFailed(detail, code=ours)
    known = item_code(code)
    if known:
        return Rejected(detail, code=known[0], field=known[1])
    if answer.status == _NOT_FOUND_STATUS:
        ours = NOT_FOUND if code else NO_ADDRESS  # without a code it is not WordPress
        return Rejected(detail, code=ours, field=None if code else "shop_url")
    error = error_by_status(answer, detail, rejected_code="woocommerce.rejected")
    if isinstance(error, Rejected):
        error.field = error.field or field
    return error


def item_code(code: str) -> tuple[str, str] | None:
    """Our code and field for an error code of theirs, which may also stand on one item of a batch."""
    return _REJECTED_CODES.get(code)


def _said(content: object) -> tuple[str, str, str | None]:
    if not isinstance(content, Mapping):
        return "", "", None
    data = content.get("data")
    params = data.get("params") if isinstance(data, Mapping) else None
    field = next(iter(params), None) if isinstance(params, Mapping) else None
    return str(content.get("code") or ""), str(content.get("message") or ""), field
