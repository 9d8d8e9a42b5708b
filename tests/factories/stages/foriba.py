"""A seller's account at the pretend Foriba."""

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState
from tests.factories.stages.service import DocumentStage


class ForibaStage(DocumentStage):
    slug = "foriba"
    send_path = "/earsivws/ClientEArsivServicesPort.svc"
    setting_names = ("tax_number", "sender_alias")
    secret_names = ("username", "password")
    tells_silence = False
    odd_kind = DocumentKind.EINVOICE
    words = {
        "0": DocumentState.QUEUED,
        "1000": DocumentState.PROCESSING,
        "1100": DocumentState.PROCESSING,
        "1150": DocumentState.FAILED,
        "1163": DocumentState.SENT,
        "1200": DocumentState.SENT,
        "1210": DocumentState.SENT,
        "1215": DocumentState.FAILED,
        "1220": DocumentState.SENT,
        "1230": DocumentState.FAILED,
        "1300": DocumentState.DELIVERED,
        "no answer": DocumentState.WAITING_ANSWER,
        "KABUL": DocumentState.ACCEPTED,
        "RED": DocumentState.REJECTED,
    }
    answers = {"no answer": "waiting", "KABUL": "accepted", "RED": "rejected"}
    archive_words = {"made": DocumentState.DELIVERED, "cancelled": DocumentState.CANCELLED}
    played = {"made": {}, "cancelled": {"cancelled": True}}
