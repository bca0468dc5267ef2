// SPDX-License-Identifier: Apache-2.0
// Keys for those who work through a pile all day. Without this file the pile works as well, by Tab and Enter.
(() => {
  const rows = [...document.querySelectorAll(".pile tbody tr")];
  const keys = document.querySelector(".keys");
  if (!rows.length || !keys) return;

  // Single letters disturb those who dictate, so they can be switched off for good (WCAG 2.1.4).
  const button = keys.querySelector("button");
  const isOn = () => localStorage.getItem("keys") !== "off";
  const show = () => {
    button.setAttribute("aria-pressed", String(isOn()));
    keys.querySelector("span").hidden = !isOn();
  };
  button.addEventListener("click", () => {
    localStorage.setItem("keys", isOn() ? "off" : "on");
    show();
  });
  keys.hidden = false;
  show();

  const here = () => rows.indexOf(document.activeElement.closest("tr"));
  const go = (index) => rows[Math.min(Math.max(index, 0), rows.length - 1)].querySelector("a").focus();
  const work = {
    j: () => go(here() + 1),
    k: () => go(here() - 1),
    x: () => rows[here()]?.querySelector(".tick input")?.click(),
    "/": () => document.querySelector("input[type=search]").focus(),
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("textarea, select, input:not([type=checkbox])");
    if (!isOn() || isTyping || event.ctrlKey || event.metaKey || event.altKey || !work[event.key]) return;
    event.preventDefault();
    work[event.key]();
  });
})();
