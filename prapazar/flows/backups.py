"""What is known of the last backup: a note beside the data, which a restore does not put back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from pydantic import BaseModel, ValidationError

from prapazar.foundation.clock import now
from prapazar.foundation.settings import settings

FILE: Final = "last-backup.json"
STALE: Final = timedelta(days=7)
"""After this too much would be lost."""
log = structlog.get_logger(__name__)


class Backup(BaseModel):
    made_at: datetime
    file: str
    size: int
    """Bytes."""

    def is_stale(self, at: datetime) -> bool:
        return at - self.made_at > STALE


def note(target: Path) -> Backup:
    """It has just been written."""
    made = Backup(made_at=now(), file=target.name, size=target.stat().st_size)
    path = settings().data_dir / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(made.model_dump_json())
    unfinished.rename(path)
    return made


def last() -> Backup | None:
    """None: none was ever made here, or what was noted cannot be read."""
    try:
        return Backup.model_validate_json((settings().data_dir / FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        log.warning("the note of the last backup cannot be read", exc_info=True)
        return None
