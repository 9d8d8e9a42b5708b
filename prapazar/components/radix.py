"""Radix primitives, unstyled: focus traps, escape, arrow keys and roles done by people who know them."""

from typing import Any

import reflex as rx

from prapazar.components.kinds import Child


def _opened(is_open: rx.Var[bool]) -> tuple[rx.Var[bool]]:
    return (is_open,)


class _Dialog(rx.Component):
    library = "@radix-ui/react-dialog@1.3.1"


class DialogRoot(_Dialog):
    tag = "Root"
    alias = "PpDialogRoot"
    open: rx.Var[bool]
    on_open_change: rx.EventHandler[_opened]


class DialogPortal(_Dialog):
    tag = "Portal"
    alias = "PpDialogPortal"


class DialogOverlay(_Dialog):
    tag = "Overlay"
    alias = "PpDialogOverlay"


class DialogContent(_Dialog):
    """What had the focus before has it again afterwards: our dialogs are opened by a state and know no trigger."""

    tag = "Content"
    alias = "PpDialogContent"

    @classmethod
    def create(cls, *children: Child, **props: Any) -> rx.Component:  # noqa: ANN401 - props of the element
        back = "((event) => { event.preventDefault(); window.dispatchEvent(new Event('pp:refocus')); })"
        return super().create(*children, custom_attrs={"onCloseAutoFocus": rx.Var(back)}, **props)


class DialogTitle(_Dialog):
    tag = "Title"
    alias = "PpDialogTitle"


class DialogDescription(_Dialog):
    tag = "Description"
    alias = "PpDialogDescription"


class DialogClose(_Dialog):
    tag = "Close"
    alias = "PpDialogClose"
    type: rx.Var[str]


class _Menu(rx.Component):
    library = "@radix-ui/react-dropdown-menu@2.2.1"


class MenuRoot(_Menu):
    tag = "Root"
    alias = "PpMenuRoot"
    modal: rx.Var[bool]


class MenuTrigger(_Menu):
    tag = "Trigger"
    alias = "PpMenuTrigger"


class MenuPortal(_Menu):
    tag = "Portal"
    alias = "PpMenuPortal"


class MenuContent(_Menu):
    tag = "Content"
    alias = "PpMenuContent"
    align: rx.Var[str]
    side: rx.Var[str]
    side_offset: rx.Var[int]
    collision_padding: rx.Var[int]


class MenuItem(_Menu):
    tag = "Item"
    alias = "PpMenuItem"
    as_child: rx.Var[bool]
    disabled: rx.Var[bool]
    on_select: rx.EventHandler[rx.event.no_args_event_spec]


class MenuSeparator(_Menu):
    tag = "Separator"
    alias = "PpMenuSeparator"


class _Popover(rx.Component):
    library = "@radix-ui/react-popover@1.3.1"


class PopoverRoot(_Popover):
    tag = "Root"
    alias = "PpPopoverRoot"
    open: rx.Var[bool]
    on_open_change: rx.EventHandler[_opened]


class PopoverTrigger(_Popover):
    tag = "Trigger"
    alias = "PpPopoverTrigger"


class PopoverPortal(_Popover):
    tag = "Portal"
    alias = "PpPopoverPortal"


class PopoverContent(_Popover):
    tag = "Content"
    alias = "PpPopoverContent"
    align: rx.Var[str]
    side: rx.Var[str]
    side_offset: rx.Var[int]
    collision_padding: rx.Var[int]
