import { expect, test } from "vitest";
import { placeOf } from "./shortcuts";

test("what has the focus decides", () => {
  document.body.innerHTML =
    '<input id="t"><input type="range" id="r"><button id="b"></button><div role="grid"><div id="l"></div></div><div role="dialog"><button id="o"></button></div>';
  const at = (id: string) => placeOf(document.getElementById(id));
  expect(["t", "r", "b", "l", "o"].map(at)).toEqual([
    "text",
    "slider",
    "button",
    "list",
    "overlay",
  ]);
});
