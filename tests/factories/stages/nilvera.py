"""A seller's account at the pretend Nilvera."""

from prapazar.connector_kit.einvoices import DocumentState
from tests.factories.stages.service import DocumentStage


class NilveraStage(DocumentStage):
    slug = "nilvera"
    send_path = "*/Send/Xml"
    tells_trouble_inside = False
    words = {
        "waiting": DocumentState.QUEUED,
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
        "waitingForApproval": DocumentState.WAITING_ANSWER,
        "approved": DocumentState.ACCEPTED,
        "rejected": DocumentState.REJECTED,
        "documentAnsweredAutomatically": DocumentState.ACCEPTED,
    }
    answers = {
        "waitingForApproval": "waiting",
        "approved": "accepted",
        "rejected": "rejected",
        "documentAnsweredAutomatically": "automatic",
    }
    archive_words = {
        "waiting": DocumentState.QUEUED,
        "succeed": DocumentState.DELIVERED,
        "error": DocumentState.FAILED,
    }
    played = {
        "waiting": {"code": 0},
        "succeed": {"code": 1300},
        "error": {"code": 1150},
    }
    secret_names = ("api_key",)
