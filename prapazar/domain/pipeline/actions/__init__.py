"""Writes to the pipeline, one module per verb."""

from prapazar.domain.pipeline.actions.deals import delete, move, next_step, save
from prapazar.domain.pipeline.actions.stages import delete_stage, order_stages, save_stage, start

__all__ = ["delete", "delete_stage", "move", "next_step", "order_stages", "save", "save_stage", "start"]
