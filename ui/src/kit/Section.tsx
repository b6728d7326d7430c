import { type ReactNode, useId } from "react";

/** A titled group of lines on a page of settings. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-6">
      <h2 id={id} className="mb-1 text-[13px] font-medium text-soft">
        {title}
      </h2>
      <div className="divide-y divide-line border-y border-line">{children}</div>
    </section>
  );
}

type SettingProps = { label?: ReactNode; text?: string; children: ReactNode };

/** What it is at the left, what it is set to at the right. */
export function Setting({ label, text, children }: SettingProps) {
  return (
    <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className={`min-w-32 ${label && !text ? "" : "flex-1 basis-56"}`}>
        {label ? <p className="font-medium">{label}</p> : null}
        {text ? <p className="text-[13px] text-soft">{text}</p> : null}
      </div>
      {children}
    </div>
  );
}
