"""A seller's account at the pretend QNB."""

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState
from tests.factories.stages.service import DocumentStage


class QnbStage(DocumentStage):
    slug = "qnb"
    send_path = "/earsiv/ws/EarsivWebService"
    setting_names = ("tax_number", "erp_code")
    secret_names = ("username", "password")
    tells_reported = False
    takes_despatches = True
    odd_kind = DocumentKind.EINVOICE
    words = {
        "1/-1": DocumentState.QUEUED,
        "2/-1": DocumentState.FAILED,
        "3/-2": DocumentState.CANCELLED,
        "3/-1": DocumentState.QUEUED,
        "3/0": DocumentState.PROCESSING,
        "3/1": DocumentState.PROCESSING,
        "3/2": DocumentState.SENT,
        "3/3": DocumentState.FAILED,
        "3/4": DocumentState.DELIVERED,
        "1000": DocumentState.PROCESSING,
        "1100": DocumentState.PROCESSING,
        "1150": DocumentState.FAILED,
        "1163": DocumentState.SENT,
        "1200": DocumentState.SENT,
        "1215": DocumentState.FAILED,
        "1220": DocumentState.SENT,
        "1230": DocumentState.FAILED,
        "1300": DocumentState.DELIVERED,
        "yanit 0": DocumentState.WAITING_ANSWER,
        "yanit 1": DocumentState.REJECTED,
        "yanit 2": DocumentState.ACCEPTED,
    }
    answers = {"yanit 0": "waiting", "yanit 1": "rejected", "yanit 2": "accepted"}
    archive_words = {"AE00000": DocumentState.DELIVERED, "iptalTarihi": DocumentState.CANCELLED}
    played = {"AE00000": {}, "iptalTarihi": {"cancelled": True}}
