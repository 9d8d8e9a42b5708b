"""Tabs without a browser: their sockets, as the web process knows them."""

import json
import uuid

import httpx
import simple_websocket

from prapazar.domain.access import sessions
from prapazar.foundation.settings import settings

REGISTER = "reflex___state____state.prapazar___states___live____notif_state.register"


def cookie(client: httpx.Client) -> str:
    return f"{sessions.COOKIE}={client.cookies[sessions.COOKIE]}"


def opened(cookie: str) -> simple_websocket.Client:
    """Its socket, and the event by which it asks for notifications."""
    address = settings().address.replace("http", "ws", 1)
    query = f"EIO=4&transport=websocket&token={uuid.uuid4()}"
    tab = simple_websocket.Client(f"{address}/_event/?{query}", headers={"Cookie": cookie})
    tab.receive(timeout=30)
    tab.send("40/_event,")
    tab.receive(timeout=30)
    event = {"name": REGISTER, "payload": {}, "router_data": {"pathname": "/", "query": {}, "asPath": "/"}}
    tab.send("42/_event," + json.dumps(["event", event]))
    tab.receive(timeout=30)
    return tab
