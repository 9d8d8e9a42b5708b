"""`/_control/player`: look at the demo player, start it, stop it, change its pace."""

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.jsontext import NotJson
from prapazar.sandbox.player.player import BadSetting, Player


def answer(player: Player, call: Call) -> Reply:
    if call.method == "PUT":
        try:
            player.change(call.json_object())
        except (BadSetting, NotJson) as cause:
            return json_reply({"error": str(cause)}, 400)
    elif call.method != "GET":
        return json_reply({"error": "use GET or PUT"}, 405, {"allow": "GET, PUT"})
    return json_reply(player.status())
