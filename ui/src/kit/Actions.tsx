import type { LucideIcon } from "lucide-react";
import { MoreHorizontal } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import {
  Button as AriaButton,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
} from "react-aria-components";
import { useTranslation } from "../i18n/words";

/** One thing that can be done: the same in a row's button, in its menu and in the palette. */
export type Action = {
  id: string;
  label: string;
  icon: LucideIcon;
  run: () => void;
  /** Parted from what stands before it. */
  apart?: boolean;
};

const surface = "float-in min-w-52 rounded-md border border-line bg-raised p-1 shadow-float";

type ActionMenuProps = { label: string; actions: readonly Action[]; onClose?: () => void };

function ActionMenu({ label, actions, onClose }: ActionMenuProps) {
  return (
    <Menu aria-label={label} onClose={onClose} className="outline-none">
      {actions.flatMap((action) => [
        ...(action.apart
          ? [<Separator key={`${action.id}-before`} className="mx-2 my-1 border-t border-line" />]
          : []),
        <MenuItem
          key={action.id}
          id={action.id}
          textValue={action.label}
          data-testid="menu-item"
          onAction={action.run}
          className="flex h-8 items-center gap-3 rounded-sm px-2.5 focus:bg-veil focus-visible:outline-none pressed:bg-veil-strong"
        >
          <action.icon size={16} aria-hidden="true" className="shrink-0 text-soft" />
          {action.label}
        </MenuItem>,
      ])}
    </Menu>
  );
}

type MenuPopoverProps = Pick<ActionMenuProps, "label" | "actions"> & {
  placement: PopoverProps["placement"];
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  /** The button that opens it. */
  children: ReactNode;
};

/** A menu that stands at its button. */
export function MenuPopover({ label, actions, placement, children, ...open }: MenuPopoverProps) {
  return (
    <MenuTrigger {...open}>
      {children}
      <Popover placement={placement} className={surface}>
        <ActionMenu label={label} actions={actions} />
      </Popover>
    </MenuTrigger>
  );
}

type MenuButtonProps = {
  name: string;
  /** What the menu is about. */
  label: string;
  actions: readonly Action[];
  placement: PopoverProps["placement"];
  className: string;
  testId?: string;
  children: ReactNode;
};

/** A button that opens a menu of more. */
export function MenuButton(props: MenuButtonProps) {
  return (
    <MenuPopover label={props.label} actions={props.actions} placement={props.placement}>
      <AriaButton aria-label={props.name} data-testid={props.testId} className={props.className}>
        {props.children}
      </AriaButton>
    </MenuPopover>
  );
}

/** The button with three dots. */
export function MoreButton({ label, actions }: { label: string; actions: readonly Action[] }) {
  const { t } = useTranslation();
  return (
    <MenuButton
      name={`${t("app.more")} – ${label}`}
      label={label}
      actions={actions}
      testId="more-actions"
      placement="bottom end"
      className="inline-flex size-8 shrink-0 items-center justify-center rounded-sm text-soft transition-colors duration-100 hovered:bg-veil hovered:text-ink pressed:bg-veil-strong"
    >
      <MoreHorizontal size={18} aria-hidden="true" />
    </MenuButton>
  );
}

type ContextMenuProps = {
  label: string;
  actions: readonly Action[];
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** A menu where the pointer, or the focused item, is. */
export function ContextMenu({ label, actions, anchor, onClose }: ContextMenuProps) {
  return (
    <Popover
      isOpen
      triggerRef={anchor}
      onOpenChange={(open) => !open && onClose()}
      placement="bottom start"
      offset={2}
      className={surface}
    >
      <ActionMenu label={label} actions={actions} onClose={onClose} />
    </Popover>
  );
}
