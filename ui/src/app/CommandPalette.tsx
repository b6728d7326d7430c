import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from "react-aria-components";
import { podcastsQuery } from "../backend/queries";
import { useTranslation } from "../i18n/words";
import { Cover } from "../kit/Cover";
import { useOpenPodcast } from "../subscriptions/usePodcastMenu";
import { keyLabel } from "./shortcuts";
import { type PaletteEntry, usePaletteEntries } from "./usePaletteEntries";

type CommandPaletteProps = { isOpen: boolean; onClose: () => void; onHelp: () => void };

export function CommandPalette(props: CommandPaletteProps) {
  const { isOpen, onClose } = props;
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="fade-in fixed inset-0 z-40 flex items-start justify-center bg-[oklch(0.15_0.01_50/0.4)] p-3 pt-[10vh]"
    >
      <Modal className="float-in w-full max-w-xl overflow-hidden rounded-lg border border-line bg-raised shadow-float">
        <Palette {...props} />
      </Modal>
    </ModalOverlay>
  );
}

/** How many podcasts are offered at once; typing narrows them down. */
const PODCASTS = 12;

function Palette({ onClose, onHelp }: CommandPaletteProps) {
  const { t } = useTranslation();
  const { contains } = useFilter({ sensitivity: "base" });
  const [text, setText] = useState("");
  const open = useOpenPodcast();
  const sections = usePaletteEntries(onHelp);
  const filter = useDeferredValue(text.trim());
  const found = useInfiniteQuery(podcastsQuery({ order: "title", filter }));
  const podcasts = found.data?.pages[0]?.items.slice(0, PODCASTS) ?? [];

  const run = (entry: PaletteEntry) => {
    onClose();
    entry.run();
  };

  return (
    <Dialog aria-label={t("palette.title")} className="flex flex-col outline-none">
      <Autocomplete inputValue={text} onInputChange={setText} filter={contains}>
        <TextField
          autoFocus
          aria-label={t("palette.placeholder")}
          className="flex items-center gap-3 border-b border-line px-4"
        >
          <Search size={18} aria-hidden="true" className="text-soft" />
          <Input
            placeholder={t("palette.placeholder")}
            spellCheck={false}
            className="h-13 min-w-0 flex-1 bg-transparent text-[16px] placeholder:text-soft focus-visible:outline-none"
          />
        </TextField>
        <Menu
          aria-label={t("palette.title")}
          renderEmptyState={() => (
            <p className="px-3 py-6 text-center text-soft">{t("palette.none")}</p>
          )}
          className="max-h-[min(56vh,440px)] overflow-y-auto p-2 outline-none"
        >
          {sections.map(({ id, title, entries }) => (
            <MenuSection key={id} id={id}>
              <SectionTitle>{title}</SectionTitle>
              {entries.map((entry) => (
                <MenuItem
                  key={entry.id}
                  id={entry.id}
                  textValue={entry.label}
                  onAction={() => run(entry)}
                  className={row}
                >
                  <entry.icon size={17} aria-hidden="true" className="shrink-0 text-soft" />
                  <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                  <span className="flex gap-1" aria-hidden="true">
                    {entry.keys?.map((key) => (
                      <kbd
                        key={key}
                        className="rounded-[4px] bg-veil px-1.5 font-sans text-[12px] text-soft"
                      >
                        {keyLabel(t, key)}
                      </kbd>
                    ))}
                  </span>
                </MenuItem>
              ))}
            </MenuSection>
          ))}
          {podcasts.length > 0 ? (
            <MenuSection id="podcasts">
              <SectionTitle>{t("palette.podcasts")}</SectionTitle>
              {podcasts.map((podcast) => (
                <MenuItem
                  key={`podcast-${podcast.id}`}
                  id={`podcast-${podcast.id}`}
                  textValue={`${podcast.title} ${podcast.author ?? ""}`}
                  onAction={() => {
                    onClose();
                    open(podcast.id);
                  }}
                  className={row}
                >
                  <Cover
                    of={{ kind: "podcast", id: podcast.id }}
                    hasArtwork={podcast.hasArtwork}
                    title={podcast.title}
                    seed={podcast.feedUrl}
                    size={96}
                    className="w-6 rounded-[4px]"
                  />
                  <span className="min-w-0 flex-1 truncate">{podcast.title}</span>
                </MenuItem>
              ))}
            </MenuSection>
          ) : null}
        </Menu>
      </Autocomplete>
    </Dialog>
  );
}

const row =
  "flex h-9 cursor-default items-center gap-3 rounded-sm px-3 hovered:bg-veil focus:bg-veil focus-visible:outline-none data-[focused]:bg-veil";

function SectionTitle({ children }: { children: string }) {
  return <Header className="px-3 pt-3 pb-1 text-[12px] leading-4 text-soft">{children}</Header>;
}
