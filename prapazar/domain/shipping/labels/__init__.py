"""Shipping labels drawn by us: PDF of 10x15 cm or four on an A4 page, and ZPL."""

from prapazar.domain.shipping.labels.content import LabelContent as LabelContent
from prapazar.domain.shipping.labels.content import Place as Place
from prapazar.domain.shipping.labels.files import Paper as Paper
from prapazar.domain.shipping.labels.files import joined as joined
from prapazar.domain.shipping.labels.files import pdf as pdf
from prapazar.domain.shipping.labels.files import zpl as zpl
