"""A subscriber of the pretend NetGSM."""

from prapazar.connector_kit.messages import MessageState
from tests.factories.stages.messages import MessageStage


class NetgsmStage(MessageStage):
    slug = "netgsm"
    send_path = "/sms/rest/v2/send"
    asking_paths = ("/sms/rest/v2/report",)
    setting_names = ("usercode",)
    secret_names = ("password",)
    words = {
        0: MessageState.ACCEPTED,
        1: MessageState.DELIVERED,
        2: MessageState.FAILED,
        3: MessageState.FAILED,
        4: MessageState.FAILED,
        11: MessageState.FAILED,
        12: MessageState.FAILED,
        13: MessageState.FAILED,
        16: MessageState.FAILED,
        103: MessageState.FAILED,
    }

    def number(self, to: str) -> str:
        return to.removeprefix("+90")
