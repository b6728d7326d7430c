import { useQueryClient } from "@tanstack/react-query";
import { DatabaseZap, FileQuestion, History, Lock, RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWindowTitle } from "../app/look";
import { asIpcError, backend } from "../backend/backend";
import type { Startup } from "../backend/bindings";
import { keys } from "../backend/queries";
import { errorText } from "../i18n/error-text";
import { useTranslation } from "../i18n/words";
import { Button } from "../kit/Button";
import { Path } from "../kit/Path";
import { MessageLine } from "../message/MessageLine";
import { OtherAccounts } from "./OtherAccounts";
import { StartFresh } from "./StartFresh";

export type Problem =
  | Exclude<Startup, { kind: "ready" } | { kind: "failed" }>
  | { kind: "failed"; error: unknown };

const icon = { size: 40, strokeWidth: 1.4, "aria-hidden": true } as const;

/** The whole window, when the library could not be opened. */
export function StartupProblem({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  useWindowTitle("");
  switch (problem.kind) {
    case "newerDatabase":
      return (
        <Screen
          icon={<History {...icon} />}
          title={t("startup.newerTitle")}
          text={t("startup.newerText")}
        >
          <p className="text-soft">
            {t("startup.newerVersions", { found: problem.found, supported: problem.supported })}
          </p>
          <FilePath path={problem.path} />
          <Again />
        </Screen>
      );
    case "damagedDatabase":
      return (
        <Screen
          icon={<DatabaseZap {...icon} />}
          title={t("startup.damagedTitle")}
          text={t("startup.damagedText")}
        >
          <FilePath path={problem.path} />
          <Details text={problem.detail} />
          <div className="flex flex-wrap gap-2">
            <StartFresh />
            <Again />
          </div>
        </Screen>
      );
    case "inUse":
      return (
        <Screen
          icon={<Lock {...icon} />}
          title={t("startup.inUseTitle")}
          text={t("startup.inUseText")}
        >
          <FilePath path={problem.path} />
          <Again look="primary" />
        </Screen>
      );
    case "failed":
      return <Failed error={problem.error} />;
  }
}

function Failed({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const ipc = asIpcError(error);
  const { what, next } = errorText(t, ipc);
  return (
    <Screen
      icon={<FileQuestion {...icon} />}
      title={t("startup.failedTitle")}
      text={t("error.addressed", { what, next })}
    >
      <Details text={`${ipc.message} [${ipc.code}]`} />
      <Again look="primary" />
    </Screen>
  );
}

function Screen(props: { icon: ReactNode; title: string; text: string; children: ReactNode }) {
  return (
    <main className="relative grid h-full place-items-center overflow-y-auto p-6">
      <div
        role="alert"
        data-testid="startup-problem"
        className="flex w-full max-w-xl flex-col gap-4"
      >
        <span className="text-accent">{props.icon}</span>
        <h1 className="text-[24px] leading-8 font-strong tracking-tight text-balance">
          {props.title}
        </h1>
        <p className="text-[15px] leading-6 text-soft">{props.text}</p>
        {props.children}
        <OtherAccounts />
      </div>
      <MessageLine />
    </main>
  );
}

function FilePath({ path }: { path: string }) {
  const { t } = useTranslation();
  return (
    <p className="flex flex-col gap-1">
      <span className="text-[12px] leading-4 text-soft">{t("startup.file")}</span>
      <span className="rounded-sm bg-veil px-3 py-2">
        <Path path={path} />
      </span>
    </p>
  );
}

function Details({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <details className="text-soft">
      <summary className="w-fit">{t("startup.details")}</summary>
      <pre className="selectable mt-2 rounded-sm bg-veil p-3 text-[12px] leading-5 whitespace-pre-wrap">
        {text}
      </pre>
    </details>
  );
}

function Again({ look }: { look?: "primary" }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const again = async () => {
    setAsking(true);
    try {
      client.setQueryData(keys.startup, await backend.startup());
    } catch (error) {
      client.setQueryData(keys.startup, { kind: "failed", error: asIpcError(error) });
    } finally {
      setAsking(false);
    }
  };
  return (
    <Button
      look={look ?? "outline"}
      className="w-fit"
      isDisabled={asking}
      onPress={() => void again()}
    >
      <RotateCw size={15} aria-hidden="true" />
      {t("app.retry")}
    </Button>
  );
}
