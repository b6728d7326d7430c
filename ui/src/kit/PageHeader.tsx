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

type PageHeaderProps = { title: string; actions?: ReactNode };

export function PageHeader({ title, actions }: PageHeaderProps) {
  useWindowTitle(title);
  return (
    <header className="flex items-center justify-between gap-x-4 pt-3 pb-3 frame:pt-7 frame:pb-4">
      <div className="flex min-w-0 items-center gap-1">
        <div className="-ml-2 flex frame:hidden">
          <HistoryButtons />
        </div>
        <h1 className="truncate text-[20px] leading-8 font-strong tracking-[-0.02em] frame:text-[24px]">
          {title}
        </h1>
      </div>
      {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
    </header>
  );
}
