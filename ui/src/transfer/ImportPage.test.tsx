import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { accessibilityFaults, openApp } from "../test/app";
import { ipcError } from "../test/fixture/sample";
import { importFile } from "../test/fixture/transfer";

const rows = () => screen.findAllByTestId("import-row");

async function choose(options = { importFile: importFile() }) {
  const opened = openApp("/settings", options);
  await opened.user.click(await screen.findByTestId("settings-import"));
  await rows();
  return opened;
}

test("a file is looked at before anything of it is added", async () => {
  const { backend, router } = await choose();
  expect(router.state.location.pathname).toBe("/import");
  expect(screen.getByText("podcasts.opml has 6 podcasts.")).toBeVisible();
  expect(screen.getByText(/2 of them are in your library already/)).toBeVisible();
  const known = screen.getByRole("row", { name: /99% Invisible/ });
  expect(within(known).getByText("In your library")).toBeVisible();
  expect(screen.getByRole("checkbox", { name: "4 of 4 chosen" })).toBeChecked();
  expect(backend.called("import_podcasts")).toEqual([]);
});

test("what is chosen is added with its folders, and taken back by Undo", async () => {
  const { user, backend, router } = await choose();
  await user.click(screen.getByRole("row", { name: /Small Machines/ }));
  expect(screen.getByRole("checkbox", { name: "3 of 4 chosen" })).toBePartiallyChecked();
  await user.click(screen.getByRole("checkbox", { name: "Make collections of the folders" }));
  await user.click(screen.getByRole("button", { name: "Add 3 podcasts" }));
  expect(await screen.findByText("3 podcasts were added")).toBeVisible();
  expect(router.state.location.pathname).toBe("/subscriptions");
  const [call] = backend.called("import_podcasts") as [{ podcasts: { collections: string[] }[] }];
  expect(call.podcasts.map(({ collections }) => collections)).toEqual([
    ["Science", "Mer"],
    ["Science"],
    ["Science"],
    ["Science", "Mer"],
    [],
  ]);
  expect(backend.transfer.chosen).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(backend.called("undo_import")).toHaveLength(1));
});

test("all and none are one tick away", async () => {
  const { user } = await choose();
  await user.click(screen.getByRole("checkbox", { name: "4 of 4 chosen" }));
  expect(screen.getByRole("button", { name: "Add 0 podcasts" })).toBeDisabled();
  await user.click(screen.getByRole("checkbox", { name: "0 of 4 chosen" }));
  expect(screen.getByRole("button", { name: "Add 4 podcasts" })).toBeEnabled();
});

test("what cannot be followed is told with its reason", async () => {
  const { user } = await choose();
  await user.click(screen.getByRole("button", { name: "2 entries cannot be read" }));
  expect(await screen.findByText("Old radio")).toBeVisible();
  expect(screen.getByText(/Addresses that start with “gopher:” cannot be read/)).toBeVisible();
});

test("what is there already can be put into the collections of the file alone", async () => {
  const { user, backend } = await choose();
  await user.click(screen.getByRole("checkbox", { name: "4 of 4 chosen" }));
  await user.click(screen.getByRole("checkbox", { name: "Make collections of the folders" }));
  await user.click(screen.getByRole("button", { name: "Put into collections" }));
  expect(
    await screen.findByText("Your podcasts were put into the collections of the file"),
  ).toBeVisible();
  const [call] = backend.called("import_podcasts") as [{ podcasts: { title: string }[] }];
  expect(call.podcasts.map(({ title }) => title)).toEqual(["La science, CQFD", "99% Invisible"]);
});

test("an import can be stopped: what was added stays, and the rest is still there", async () => {
  const { user, backend, router } = await choose();
  let goOn = () => {};
  backend.transfer.whileAdding = new Promise((resolve) => {
    goOn = resolve;
  });
  backend.transfer.reach = 1;
  await user.click(screen.getByTestId("import-add"));
  await user.click(await screen.findByRole("button", { name: "Stop" }));
  expect(backend.called("stop_import")).toHaveLength(1);
  goOn();
  expect(await screen.findByText("1 podcast was added, 3 left")).toBeVisible();
  expect(router.state.location.pathname).toBe("/import");
  expect(backend.transfer.chosen).not.toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(backend.called("undo_import")).toHaveLength(1));
});

test("while a file is held over the window the page says what comes of it", async () => {
  const { backend } = openApp("/subscriptions");
  await screen.findAllByTestId("podcast-card");
  const over = (files: "nothing" | "list" | "other") =>
    act(() => backend.tell({ type: "filesOver", files }));
  await over("list");
  expect(screen.getByTestId("drop-hint")).toHaveTextContent("Drop the file here");
  expect(await accessibilityFaults()).toEqual([]);
  await over("other");
  expect(screen.getByTestId("drop-hint")).toHaveTextContent("This cannot be dropped here");
  await over("nothing");
  expect(screen.queryByTestId("drop-hint")).toBeNull();
});

test("what was dropped and is no list gets a notice", async () => {
  const { backend } = openApp("/subscriptions");
  await screen.findAllByTestId("podcast-card");
  const error = ipcError("not-opml", { class: "permanent", retry: false });
  await act(() => backend.asksFor({ kind: "nowhere", error }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent(
    "This file is not a list of podcasts",
  );
});

test("giving up adds nothing and forgets the file", async () => {
  const { user, backend, router } = await choose();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/subscriptions"));
  expect(backend.transfer.chosen).toBeNull();
  expect(backend.called("import_podcasts")).toEqual([]);
});

test("a failure leaves everything as it was chosen", async () => {
  const { user, backend } = await choose();
  backend.failures.set("import_podcasts", ipcError("disk-full", { class: "local" }));
  await user.click(screen.getByRole("row", { name: /Small Machines/ }));
  await user.click(screen.getByRole("button", { name: "Add 3 podcasts" }));
  expect(await screen.findByTestId("message-line")).toHaveTextContent("The disk is full");
  expect(screen.getByRole("button", { name: "Add 3 podcasts" })).toBeEnabled();
});

test("a file that is no list says so, and another can be chosen", async () => {
  const { user, backend } = openApp("/import", { importFile: importFile() });
  expect(await screen.findByText("Bring your podcasts from another app")).toBeVisible();
  backend.failures.set("import_preview", ipcError("not-opml", { class: "permanent" }));
  await user.click(screen.getByTestId("import-choose"));
  expect(await screen.findByText("This file is not a list of podcasts")).toBeVisible();
  backend.failures.clear();
  await user.click(screen.getByTestId("import-choose"));
  expect(await rows()).not.toHaveLength(0);
});

test("a file that is dropped on the window takes the place of the one that is shown", async () => {
  const { backend } = await choose();
  backend.transfer.chosen = { ...importFile(9), fileName: "other.opml" };
  await act(() => backend.asksFor({ kind: "import" }));
  expect(await screen.findByText("other.opml has 9 podcasts.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Add 7 podcasts" })).toBeVisible();
});

test("subscriptions are written to a file", async () => {
  const { user } = openApp("/settings");
  await user.click(await screen.findByTestId("settings-export"));
  expect(await screen.findByText("20 podcasts were written to balados.opml")).toBeVisible();
});
