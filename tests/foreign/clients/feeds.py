"""`feedparser`, which reads every sort of RSS: it is told the address of the file, nothing else."""

import json
import sys

import feedparser

given = json.load(sys.stdin)
first = feedparser.parse(given["address"])
again = feedparser.parse(given["address"], etag=first.etag)
dated = feedparser.parse(given["address"], modified=first.modified)
stranger = feedparser.parse(given["address"].replace("/feeds/", "/feeds/x"))
json.dump(
    {
        "read": [first.status, first.bozo, first.version, first.encoding, first.feed.title],
        "packed": first.headers.get("content-encoding"),
        "again": [again.status, len(again.entries), dated.status],
        "stranger": stranger.status,
        "items": [
            {
                name: one.get(f"g_{name}")
                for name in ("id", "title", "availability", "price", "link", "image_link")
            }
            for one in sorted(first.entries, key=lambda one: one.g_id)
        ],
    },
    sys.stdout,
)
