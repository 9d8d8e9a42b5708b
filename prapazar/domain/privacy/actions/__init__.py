"""Writes of privacy: requests taken down and decided, slices of their work, receipts, how long things are kept."""

from prapazar.domain.privacy.actions.again import Erasure as Erasure
from prapazar.domain.privacy.actions.again import begin_again as begin_again
from prapazar.domain.privacy.actions.again import finish_again as finish_again
from prapazar.domain.privacy.actions.again import recognised as recognised
from prapazar.domain.privacy.actions.again import tell as tell
from prapazar.domain.privacy.actions.again import with_receipt as with_receipt
from prapazar.domain.privacy.actions.ask import Asked as Asked
from prapazar.domain.privacy.actions.ask import approve as approve
from prapazar.domain.privacy.actions.ask import ask as ask
from prapazar.domain.privacy.actions.ask import refuse as refuse
from prapazar.domain.privacy.actions.receipt import finish as finish
from prapazar.domain.privacy.actions.receipt import is_genuine as is_genuine
from prapazar.domain.privacy.actions.retain import purge as purge
from prapazar.domain.privacy.actions.retain import set_days as set_days
from prapazar.domain.privacy.actions.slices import Progress as Progress
from prapazar.domain.privacy.actions.slices import advance as advance
from prapazar.domain.privacy.actions.slices import record_outside as record_outside
