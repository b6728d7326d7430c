import { expect, test } from "vitest";
import { moved } from "./cache";

const items = [1, 2, 3, 4].map((id) => ({ id }));
const ids = (list: { id: number }[]) => list.map(({ id }) => id);

test.each<[string, number[], number | null, number[]]>([
  ["one up", [3], 2, [1, 3, 2, 4]],
  ["one down", [1], 4, [2, 3, 1, 4]],
  ["several, in the order in which they are asked for", [4, 1], 3, [2, 4, 1, 3]],
  ["to the end", [1, 2], null, [3, 4, 1, 2]],
  ["before what is not there", [1], 9, [2, 3, 4, 1]],
  ["what is not there", [9], 1, [1, 2, 3, 4]],
])("%s", (_, wanted, before, after) => {
  expect(ids(moved(items, wanted, before))).toEqual(after);
});
