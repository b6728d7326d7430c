import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode } from "react";
import { Later } from "../app/later";
import { startupQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Delayed } from "../kit/states";

const StartupProblem = lazy(() =>
  import("./StartupProblem").then(({ StartupProblem }) => ({ default: StartupProblem })),
);

/** Lets the pages in once the library is open; else says why it is not. */
export function Startup({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const startup = useQuery(startupQuery);
  if (startup.isPending) {
    return (
      <div className="grid h-full place-items-center">
        <Delayed>
          <p aria-hidden="true" className="text-soft">
            {t("startup.opening")}
          </p>
        </Delayed>
      </div>
    );
  }
  if (startup.data?.kind === "ready") return children;
  return (
    <Later isOpen>
      <StartupProblem problem={startup.data ?? { kind: "failed", error: startup.error }} />
    </Later>
  );
}
