import type { ReactNode } from "react";
import { useWindowTitle } from "../app/look";
import { HistoryButtons } from "../app/Sidebar";

/** The visible way back where the sidebar is at the bottom and has no room for it. */
export function NarrowHistory() {
  return (
    <div className="-mx-2 flex items-center gap-1 pt-2 frame:hidden">
      <HistoryButtons />
    </div>
  );
}

type PageHeaderProps = { title: string; aside?: ReactNode; actions?: ReactNode };

export function PageHeader({ title, aside, actions }: PageHeaderProps) {
  useWindowTitle(title);
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 pt-4 pb-4 frame:pt-7">
      <div className="flex min-w-0 items-baseline gap-3">
        <h1 className="text-[24px] leading-8 font-strong tracking-[-0.02em]">{title}</h1>
        {aside}
      </div>
      {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
    </header>
  );
}
