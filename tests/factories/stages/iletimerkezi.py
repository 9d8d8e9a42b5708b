"""A member of the pretend İleti Merkezi."""

from prapazar.connector_kit.messages import MessageState
from tests.factories.stages.messages import MessageStage


class IletimerkeziStage(MessageStage):
    slug = "iletimerkezi"
    send_path = "/v1/send-sms/json"
    asking_paths = ("/v1/get-report/json", "/v1/get-balance/json")
    setting_names = ("key",)
    secret_names = ("hash",)
    panel_field = "report_url"
    signs = False
    odd_word = 199
    words = {110: MessageState.ACCEPTED, 111: MessageState.DELIVERED, 112: MessageState.FAILED}

    def number(self, to: str) -> str:
        return to.removeprefix("+90")
