import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type WelcomeStepProps = { icon: LucideIcon; title: string; text: string; children: ReactNode };

/** One of the first steps: what it is about, and what can be done. */
export function WelcomeStep({ icon: Icon, title, text, children }: WelcomeStepProps) {
  return (
    <>
      <div>
        <Icon size={36} strokeWidth={1.25} aria-hidden="true" className="mb-4 text-accent" />
        <h2
          data-step-heading=""
          tabIndex={-1}
          className="text-[20px] leading-7 font-strong tracking-tight text-balance focus-visible:outline-none"
        >
          {title}
        </h2>
        <p className="mt-1 text-[15px] leading-6 text-soft">{text}</p>
      </div>
      {children}
    </>
  );
}
