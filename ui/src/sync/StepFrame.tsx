import type { ReactNode } from "react";

type StepFrameProps = { icon?: ReactNode; title: string; children: ReactNode };

/** One step, with the heading that the focus comes to. */
export function StepFrame({ icon, title, children }: StepFrameProps) {
  return (
    <section className="flex flex-col gap-4 pt-2 frame:pt-4">
      <div className="flex flex-col gap-3">
        {icon ? <span className="text-accent">{icon}</span> : null}
        <h2
          data-step-heading=""
          tabIndex={-1}
          className="text-[18px] leading-6 font-strong tracking-[-0.01em] text-balance focus-visible:outline-none"
        >
          {title}
        </h2>
      </div>
      {children}
    </section>
  );
}
