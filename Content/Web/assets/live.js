// SPDX-License-Identifier: Apache-2.0
// Keeps an open page up to date: when the server says that a number has moved, asks for the page again and takes over what
// is different. Without this file the page is as complete as when it was asked for.
(() => {
  const line = document.querySelector("[data-live]");
  const main = document.querySelector("main");
  if (!line || !main || !window.EventSource) return;

  const isText = (node) => node.nodeType === Node.TEXT_NODE;

  // Takes over what is different, as little of it as there is: focus and place on the page stay. Returns what changed.
  const takeOver = (old, fresh) => {
    if (old === line || old.isEqualNode(fresh)) return [];
    if (isText(old) && isText(fresh)) {
      old.data = fresh.data;
      return [old.parentElement];
    }
    const [children, others] = [[...old.childNodes], [...fresh.childNodes]];
    const isAlike = old.nodeName === fresh.nodeName && children.length === others.length
      && children.every((child, index) => child.nodeName === others[index].nodeName);
    if (!isAlike) {
      const copy = document.importNode(fresh, true);
      old.replaceWith(copy);
      return [copy];
    }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    return children.flatMap((child, index) => takeOver(child, others[index]));
  };

  const time = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  const refresh = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    for (const marked of main.querySelectorAll("[data-moved]")) marked.removeAttribute("data-moved");
    const changed = new Set(takeOver(main, fresh).filter((node) => node.nodeType === Node.ELEMENT_NODE));
    if (!changed.size) return;
    for (const element of changed) element.setAttribute("data-moved", "");
    line.textContent = line.dataset.changed.replace("{count}", changed.size).replace("{time}", time());
  };

  // One after the other, not all pages in the same moment, and never more than one every two seconds.
  let isBusy = false, isStale = false;
  const moved = async () => {
    isStale = true;
    if (isBusy) return;
    isBusy = true;
    while (isStale) {
      await new Promise((done) => setTimeout(done, Math.random() * 300));
      isStale = false;
      try {
        await refresh();
      } catch (error) {
        // Away for a moment: the next news, or the next connection, finds the rest.
      }
      await new Promise((done) => setTimeout(done, 2000));
    }
    isBusy = false;
  };

  let source = null, again = 0;
  const close = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    source = new EventSource(line.dataset.live);
    // The first comes at once: what moved while nobody listened is taken over then.
    source.addEventListener("moved", moved);
    source.addEventListener("error", () => {
      // Where the server refuses, the browser gives up; where it only went away, it tries again by itself.
      if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, 60000);
    });
  };
  // Nobody looks at a hidden page; it holds no connection.
  const attend = () => (document.hidden ? close() : open());
  document.addEventListener("visibilitychange", attend);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && attend());
  attend();
})();
