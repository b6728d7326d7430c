import type { QueryClient } from "@tanstack/react-query";
import type { i18n } from "i18next";
import { createContext, useContext } from "react";
import { newQueryClient } from "../backend/client";
import { Noting } from "../bookmark/noting";
import { newI18n } from "../i18n/i18n";
import { Choosing } from "../list/choosing";
import { Messages } from "../message/messages";
import { ClockStore } from "../player/clock";
import { AskedStore } from "../privacy/asked";

/** What the whole app shares; made once for the window, and anew for every test. */
export type Services = {
  client: QueryClient;
  messages: Messages;
  noting: Noting;
  /** Episodes that go into a playlist. */
  choosing: Choosing;
  /** A podcast that goes into collections. */
  grouping: Choosing;
  clock: ClockStore;
  asked: AskedStore;
  i18n: i18n;
};

export function newServices(): Services {
  return {
    client: newQueryClient(),
    messages: new Messages(),
    noting: new Noting(),
    choosing: new Choosing(),
    grouping: new Choosing(),
    clock: new ClockStore(),
    asked: new AskedStore(),
    i18n: newI18n("en"),
  };
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("outside of the app");
  return services;
}
