import { expect, test } from "vitest";
import type { EpisodeSummary } from "./bindings";
import { changeEpisodes, optimistically } from "./cache";
import { newQueryClient } from "./client";
import { keys } from "./queries";

const list = keys.episodeList(1, { filter: "all", order: "newest", text: "" });
const before = () => ({
  pages: [{ items: [{ id: 1, state: "new" } as EpisodeSummary], next: null }],
  pageParams: [null],
});

function setUp() {
  const client = newQueryClient();
  client.setQueryData(list, before());
  const apply = () => changeEpisodes(client, [1], (it) => ({ ...it, state: "played" }));
  const state = () =>
    client.getQueryData<ReturnType<typeof before>>(list)?.pages[0]?.items[0]?.state;
  return { client, apply, state };
}

test("a change is shown before it is made, and stays", async () => {
  const { client, apply, state } = setUp();
  let during: unknown;
  const answer = await optimistically(client, [keys.episodeLists], apply, async () => {
    during = state();
    return "done";
  });
  expect([during, state(), answer]).toEqual(["played", "played", "done"]);
});

test("a change that fails is taken back, and its failure is passed on", async () => {
  const { client, apply, state } = setUp();
  const failing = optimistically(client, [keys.episodeLists], apply, () =>
    Promise.reject(new Error("no")),
  );
  await expect(failing).rejects.toThrow("no");
  expect(state()).toBe("new");
});

test("an answer that was under way does not undo the change, and is asked for again", async () => {
  const { client, apply, state } = setUp();
  let answers = 0;
  const reading = client.fetchQuery({
    queryKey: list,
    staleTime: 0,
    queryFn: async () => {
      answers += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return before();
    },
  });
  await optimistically(client, [keys.episodeLists], apply, async () => null);
  await reading.catch(() => {});
  expect(state()).toBe("played");
  expect(answers).toBe(1);
  expect(client.getQueryState(list)?.isInvalidated).toBe(true);
});
