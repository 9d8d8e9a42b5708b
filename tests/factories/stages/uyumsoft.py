"""A seller's account at the pretend Uyumsoft."""

from prapazar.connector_kit.einvoices import DocumentState
from tests.factories.stages.service import DocumentStage


class UyumsoftStage(DocumentStage):
    slug = "uyumsoft"
    send_path = "/Services/BasicIntegration"
    tells_reported = False
    secret_names = ("username", "password")
    words = {
        "NotPrepared": DocumentState.QUEUED,
        "NotSend": DocumentState.QUEUED,
        "Draft": DocumentState.QUEUED,
        "Queued": DocumentState.QUEUED,
        "Processing": DocumentState.PROCESSING,
        "SentToGib": DocumentState.SENT,
        "Approved": DocumentState.DELIVERED,
        "WaitingForAprovement": DocumentState.WAITING_ANSWER,
        "Declined": DocumentState.REJECTED,
        "Return": DocumentState.REJECTED,
        "Canceled": DocumentState.CANCELLED,
        "Error": DocumentState.FAILED,
        "1163": DocumentState.SENT,
    }
    answers = {"WaitingForAprovement": "waiting", "Declined": "rejected"}
    played = {
        "Queued": {"code": 0},
        "Processing": {"code": 1100},
        "SentToGib": {"code": 1200},
        "Approved": {"code": 1300},
        "Error": {"code": 1150},
        "EArchivedCanceled": {"cancelled": True},
    }
    archive_words = {
        "Queued": DocumentState.QUEUED,
        "Processing": DocumentState.PROCESSING,
        "Approved": DocumentState.DELIVERED,
        "Error": DocumentState.FAILED,
        "EArchivedCanceled": DocumentState.CANCELLED,
    }
