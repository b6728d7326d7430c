import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { startupQuery } from "../backend/queries";
import { Delayed } from "../kit/states";
import { StartupProblem } from "./StartupProblem";

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
  return <StartupProblem problem={startup.data ?? { kind: "failed", error: startup.error }} />;
}
