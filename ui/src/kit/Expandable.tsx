import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "../i18n/words";

type ExpandableProps = { short: string; children: ReactNode; className?: string };

/** Three lines of a text, and the whole of it, as its publisher shaped it, on demand. */
export function Expandable({ short, children, className = "" }: ExpandableProps) {
  const { t } = useTranslation();
  const closed = useRef<HTMLParagraphElement>(null);
  const [open, setOpen] = useState(false);
  const [isLong, setIsLong] = useState(false);

  useLayoutEffect(() => {
    const element = closed.current;
    if (!element || open) return;
    const measure = () => setIsLong(element.scrollHeight > element.clientHeight + 1);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [open]);

  return (
    <div className={className}>
      {open ? (
        children
      ) : (
        <p ref={closed} className="selectable line-clamp-3">
          {short}
        </p>
      )}
      {isLong || open ? (
        <AriaButton
          aria-expanded={open}
          onPress={() => setOpen(!open)}
          className="mt-1 rounded-sm font-medium text-accent hovered:underline"
        >
          {open ? t("podcast.showLess") : t("podcast.showMore")}
        </AriaButton>
      ) : null}
    </div>
  );
}
