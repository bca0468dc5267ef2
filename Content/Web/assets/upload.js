// SPDX-License-Identifier: Apache-2.0
// Sends files piece by piece before their form, so that a connection that breaks costs one piece and not the photograph.
// Without this file they go with the form.
(() => {
  const inputs = [...document.querySelectorAll("input[data-uploads]")];
  const form = inputs[0]?.form;
  if (!form) return;

  const say = (input, words, slots = {}) => {
    let line = input.parentElement.querySelector(".sending");
    if (!line) {
      line = input.insertAdjacentElement("afterend", document.createElement("p"));
      line.className = "sending";
      line.setAttribute("role", "status");
    }
    line.textContent = Object.entries(slots).reduce((text, [slot, value]) => text.replace(`{${slot}}`, value), words);
  };

  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const isPassing = (status) => status >= 500 || status === 408 || status === 429;

  // Asks until there is an answer; gives up after about a minute without one.
  const ask = async (path, body, whileAway) => {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await fetch(path, { method: body ? "POST" : "GET", body, headers: { Accept: "application/json" } });
        if (!isPassing(answer.status)) return { status: answer.status, said: await answer.json() };
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      if (tries === 6) throw new Error("away");
      whileAway();
      await pause(2 ** tries / 2);
    }
  };

  const token = () => form.elements._csrf.value;

  const begin = (file, away) =>
    ask("/uploads", new URLSearchParams({ _csrf: token(), name: file.name, size: file.size }), away);

  const send = (file, { id, received, piece }, away) => {
    const body = new FormData();
    body.append("_csrf", token());
    body.append("start", received);
    body.append("piece", file.slice(received, received + piece), "piece");
    return ask(`/uploads/${id}`, body, away);
  };

  // Returns the id under which the whole file lies on the server; nil when it is refused, which is said.
  const upload = async (input, file) => {
    const { sending, waiting, broken } = input.dataset;
    const key = `upload:${file.name}:${file.size}:${file.lastModified}`;
    const away = () => say(input, waiting, { name: file.name });
    try {
      const known = localStorage.getItem(key);
      let answer = known ? await ask(`/uploads/${known}`, null, away) : { status: 404 };
      if (answer.status === 404) answer = await begin(file, away);
      while (answer.status < 300 && answer.said.received < file.size) {
        const { id, received } = answer.said;
        localStorage.setItem(key, id);
        say(input, sending, { name: file.name, percent: Math.floor((100 * received) / file.size) });
        answer = await send(file, answer.said, away);
        // The piece had come, and its answer was lost.
        if (answer.status === 409) answer = await ask(`/uploads/${id}`, null, away);
      }
      if (answer.status < 300) {
        say(input, sending, { name: file.name, percent: 100 });
        return { id: answer.said.id, key };
      }
      localStorage.removeItem(key);
      say(input, `${file.name}: ${answer.said.detail}`);
    } catch (error) {
      say(input, broken, { name: file.name });
    }
    return null;
  };

  let isSending = false;
  form.addEventListener("submit", async (event) => {
    const chosen = inputs.flatMap((input) => [...input.files].map((file) => [input, file]));
    if (isSending) event.preventDefault();
    if (isSending || !chosen.length) return;
    event.preventDefault();
    isSending = true;
    const arrived = [];
    for (const [input, file] of chosen) {
      const whole = await upload(input, file);
      if (!whole) break;
      arrived.push([input, whole]);
    }
    isSending = false;
    if (arrived.length < chosen.length) return;
    for (const [input, { id, key }] of arrived) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: input.dataset.uploads, value: id });
      form.append(field);
      input.value = "";
      localStorage.removeItem(key);
    }
    form.requestSubmit(event.submitter);
  });
})();
