import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openApp } from "../test/app";

const IDS = [10000, 10001, 20000];

const titles = () =>
  screen
    .getAllByTestId("entry-row")
    .map((row) => row.getAttribute("data-episode"))
    .map(Number);

test("the queue shows its episodes in their order, whatever podcast they are of", async () => {
  openApp("/queue", { queue: [20000, 10000, 10001] });
  await screen.findAllByTestId("entry-row");
  expect(titles()).toEqual([20000, 10000, 10001]);
  expect(screen.getByText(/^3 episodes/)).toBeInTheDocument();
  expect(screen.getAllByText("99% Invisible").length).toBeGreaterThan(0);
});

test("an empty queue says how to fill it", async () => {
  openApp("/queue");
  expect(await screen.findByText("Nothing is waiting to be played")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Choose from your subscriptions" })).toBeInTheDocument();
  expect(screen.queryByTestId("queue-clear")).not.toBeInTheDocument();
});

test("taking an episode out is shown at once and can be undone", async () => {
  const { user, backend } = openApp("/queue", { queue: IDS });
  const rows = await screen.findAllByTestId("entry-row");
  const first = rows[0] as HTMLElement;
  await user.click(within(first).getByRole("button", { name: /^Remove from the queue/ }));
  await waitFor(() => expect(titles()).toEqual([10001, 20000]));
  expect(backend.called("take_out_of_list")).toHaveLength(1);
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(titles()).toEqual(IDS));
});

test("clearing can be undone too", async () => {
  const { user } = openApp("/queue", { queue: IDS });
  await user.click(await screen.findByTestId("queue-clear"));
  expect(await screen.findByText("Nothing is waiting to be played")).toBeInTheDocument();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(titles()).toEqual(IDS));
});

test("the keyboard removes, and the menu moves", async () => {
  const { user, backend } = openApp("/queue", { queue: IDS });
  await screen.findAllByTestId("entry-row");
  screen.getAllByTestId("entry-row")[1]?.focus();
  await user.keyboard("{Delete}");
  await waitFor(() => expect(titles()).toEqual([10000, 20000]));
  const last = screen.getAllByTestId("entry-row")[1] as HTMLElement;
  await user.pointer({ keys: "[MouseRight]", target: last });
  await user.click(await screen.findByRole("menuitem", { name: "Move to the top" }));
  await waitFor(() => expect(titles()).toEqual([20000, 10000]));
  expect(backend.called("move_in_list").at(-1)).toMatchObject({
    episodeIds: [20000],
    at: { kind: "before", episodeId: 10000 },
  });
});

test("a move that fails is taken back, with words", async () => {
  const { user, backend } = openApp("/queue", { queue: IDS });
  await screen.findAllByTestId("entry-row");
  backend.failures.set("take_out_of_list", {
    code: "disk-full",
    class: "local",
    message: "",
    detail: {},
    retry: false,
  });
  screen.getAllByTestId("entry-row")[0]?.focus();
  await user.keyboard("{Delete}");
  expect(await screen.findByText(/^The disk is full/)).toBeInTheDocument();
  expect(titles()).toEqual(IDS);
});

test("Q puts the focused episode into the queue, and out of it", async () => {
  const { user, backend } = openApp("/podcast/1");
  const rows = await screen.findAllByTestId("episode-row");
  rows[0]?.focus();
  await user.keyboard("q");
  await waitFor(() => expect(backend.lists.queue).toHaveLength(1));
  expect(await screen.findByText("In the queue")).toBeInTheDocument();
  rows[0]?.focus();
  await user.keyboard("q");
  await waitFor(() => expect(backend.lists.queue).toEqual([]));
});

test("N plays the next one", async () => {
  const { user, backend } = openApp("/queue", { queue: IDS, remembered: 0 });
  await screen.findAllByTestId("entry-row");
  await user.keyboard("n");
  await waitFor(() => expect(backend.player.episode?.id).toBe(10001));
  await user.click(screen.getByTestId("player-next"));
  await waitFor(() => expect(backend.player.episode?.id).toBe(20000));
});

test("Up Next opens beside the page, and stays open", async () => {
  const { user } = openApp("/subscriptions", { queue: IDS, remembered: 0 });
  await user.click(await screen.findByTestId("player-panel"));
  const panel = await screen.findByRole("dialog", { name: "Up Next" });
  expect(within(panel).getAllByTestId("entry-row")).toHaveLength(3);
  const tick = within(panel).getByRole("checkbox", { name: "Continue with the queue" });
  expect(tick).toBeChecked();
  await user.click(tick);
  await waitFor(() => expect(tick).not.toBeChecked());
});

test("what other devices put in and is not here yet is said", async () => {
  const { backend, services } = openApp("/queue", { queue: IDS });
  await screen.findAllByTestId("entry-row");
  backend.lists.missing = 2;
  await services.client.invalidateQueries({ queryKey: ["queue"] });
  expect(await screen.findByText(/^2 more episodes from other devices/)).toBeInTheDocument();
});
