import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { AddOutcome } from "../backend/bindings";
import { openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";

test("the first run asks for an address right there", async () => {
  const { user, backend, router } = openApp("/subscriptions", { library: [] });
  expect(await screen.findByText("Start with a podcast you like")).toBeVisible();
  backend.add = () => ({ kind: "added", podcastId: 1, title: "Kaizen" });
  await user.type(screen.getByTestId("add-address"), "example.org/feed{Enter}");
  expect(await screen.findByText("Kaizen was added")).toBeVisible();
  expect(backend.called("add_podcast")).toEqual([{ address: "example.org/feed" }]);
  expect(router.state.location.pathname).toBe("/podcast/1");
});

async function openDialog() {
  const app = openApp("/subscriptions");
  await app.user.click(await screen.findByTestId("add-button"));
  await screen.findByRole("dialog", { name: "Add a podcast" });
  return app;
}

test("an error keeps what was typed and goes away with the next key", async () => {
  const { user, backend } = await openDialog();
  backend.add = () => {
    throw ipcError("http-status", {
      class: "permanent",
      detail: { host: "example.org", status: "404" },
    });
  };
  await user.type(screen.getByTestId("add-address"), "example.org/fed{Enter}");
  expect(await screen.findByText("example.org has nothing at this address (404)")).toBeVisible();
  expect(screen.getByTestId("add-address")).toHaveValue("example.org/fed");
  expect(screen.getByTestId("add-address")).toBeInvalid();
  await user.type(screen.getByTestId("add-address"), "x");
  expect(screen.queryByText(/has nothing/)).toBeNull();
});

test("a web page offers its feeds", async () => {
  const { user, backend, router } = await openDialog();
  backend.add = (address): AddOutcome =>
    address.endsWith("news.xml")
      ? { kind: "added", podcastId: 3, title: "News" }
      : {
          kind: "choices",
          pageTitle: "Radio",
          feeds: [
            { title: "All", url: "https://example.org/all.xml" },
            { title: null, url: "https://example.org/news.xml" },
          ],
        };
  await user.type(screen.getByTestId("add-address"), "example.org{Enter}");
  expect(await screen.findByText("Radio offers these feeds. Which one?")).toBeVisible();
  await user.click(screen.getByRole("button", { name: /news\.xml/ }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/podcast/3"));
});

test("one that is already there is opened", async () => {
  const { user, backend, router } = await openDialog();
  backend.add = () => ({ kind: "alreadySubscribed", podcastId: 5, title: "Radiolab" });
  await user.type(screen.getByTestId("add-address"), "example.org{Enter}");
  expect(await screen.findByText("You already subscribe to Radiolab")).toBeVisible();
  expect(router.state.location.pathname).toBe("/podcast/5");
});

test("reading can be cancelled, and a late answer changes nothing", async () => {
  const { user, backend, router, services } = await openDialog();
  let answer: (outcome: AddOutcome) => void = () => {};
  backend.add = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  await user.type(screen.getByTestId("add-address"), "example.org{Enter}");
  expect(await screen.findByText("Reading example.org")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(backend.called("cancel_add")).toHaveLength(1);
  answer({ kind: "added", podcastId: 3, title: "Late" });
  await waitFor(() => expect(screen.queryByText("Reading example.org")).toBeNull());
  expect(router.state.location.pathname).toBe("/subscriptions");
  expect(services.messages.shown()).toBeNull();
  expect(screen.getByTestId("add-address")).toHaveValue("example.org");
});

test("closing the dialog gives up reading", async () => {
  const { user, backend } = await openDialog();
  backend.add = () => new Promise(() => {});
  await user.type(screen.getByTestId("add-address"), "example.org{Enter}");
  await screen.findByText("Reading example.org");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(backend.called("cancel_add")).toHaveLength(1);
});
