import { FileInput, FileX } from "lucide-react";
import { useEffect, useState } from "react";
import { listen } from "../backend/backend";
import type { FilesOver } from "../backend/bindings";
import { useTranslation } from "../i18n/words";

/** While files are held over the window: whether they can be dropped, and what will come of it. */
export function DropHint() {
  const { t } = useTranslation();
  const files = useFilesOver();
  if (files === "nothing") return null;
  const isList = files === "list";
  const Icon = isList ? FileInput : FileX;
  return (
    <div
      data-testid="drop-hint"
      className="fade-in pointer-events-none fixed inset-0 z-50 flex bg-[oklch(0.15_0.01_50/0.4)] p-4"
    >
      <div
        role="status"
        className={`flex flex-1 flex-col items-center justify-center gap-3 rounded-lg border-2 border-dashed bg-raised/95 p-6 text-center ${
          isList ? "border-accent" : "border-edge"
        }`}
      >
        <Icon
          size={40}
          strokeWidth={1.25}
          aria-hidden="true"
          className={isList ? "text-accent" : "text-soft"}
        />
        <p className="text-[16px] font-medium text-balance">
          {isList ? t("transfer.dropHere") : t("transfer.dropNothing")}
        </p>
        <p className="max-w-md text-soft text-balance">
          {isList ? t("transfer.dropHereText") : t("transfer.dropNothingText")}
        </p>
      </div>
    </div>
  );
}

function useFilesOver(): FilesOver {
  const [files, setFiles] = useState<FilesOver>("nothing");
  useEffect(() => {
    const { stop } = listen((event) => {
      if (event.type === "filesOver") setFiles(event.files);
    });
    return stop;
  }, []);
  return files;
}
