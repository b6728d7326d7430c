import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps,
  composeRenderProps,
  Tooltip,
  type TooltipProps,
  TooltipTrigger,
} from "react-aria-components";

type Look = "primary" | "outline" | "plain";

const looks: Record<Look, string> = {
  primary: "bg-fill text-on-fill hovered:bg-fill-hover font-medium",
  outline: "border border-line hovered:border-edge hovered:bg-veil font-medium",
  plain: "text-soft hovered:bg-veil hovered:text-ink",
};

const shape =
  "inline-flex items-center justify-center gap-2 rounded-sm transition-colors duration-100 " +
  "disabled:opacity-45 pressed:scale-[0.98] whitespace-nowrap shrink-0";

/** For a link that looks like a button. */
export const buttonLook = (look: Look): string => `${shape} h-8 px-3 ${looks[look]}`;

export function Button({ look = "outline", ...props }: ButtonProps & { look?: Look }) {
  return (
    <AriaButton
      {...props}
      className={composeRenderProps(
        props.className,
        (className) => `${buttonLook(look)} ${className ?? ""}`,
      )}
    />
  );
}

type IconButtonProps = Omit<ButtonProps, "children"> & {
  /** Said by screen readers and by the tooltip. */
  label: string;
  shortcut?: string;
  look?: Look;
  children: ReactNode;
};

export function IconButton({ label, shortcut, look = "plain", ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      <AriaButton
        {...props}
        aria-label={label}
        className={composeRenderProps(
          props.className,
          (className) => `${shape} size-8 ${looks[look]} ${className ?? ""}`,
        )}
      />
      <Hint>
        {label}
        {shortcut ? <kbd className="font-sans opacity-70">{shortcut}</kbd> : null}
      </Hint>
    </TooltipTrigger>
  );
}

type HintProps = Pick<TooltipProps, "placement"> & { children: ReactNode };

export function Hint({ placement, children }: HintProps) {
  return (
    <Tooltip
      offset={6}
      placement={placement}
      className="fade-in flex gap-2 rounded-sm bg-ink px-2 py-1 text-[12px] leading-4 text-page shadow-float"
    >
      {children}
    </Tooltip>
  );
}
